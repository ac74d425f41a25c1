// What the build makes of `renderer/account`: see scripts/account-pages.mjs.
declare module 'virtual:account-pages' {
  export const views: import('./page').Views;
}
