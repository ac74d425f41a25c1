// What the build makes of `renderer/admin`: see scripts/account-pages.mjs.
declare module 'virtual:admin-pages' {
  export const views: import('./adminPage').AdminViews;
}
