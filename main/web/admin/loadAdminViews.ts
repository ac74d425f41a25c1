/// <reference path="./adminPages.d.ts" />
import type { AdminViews } from './adminPage';

/** What draws the operator's pages. Only a built program has it, and only `admin` reads it. */
export const loadAdminViews = async (): Promise<AdminViews> => (await import('virtual:admin-pages')).views;
