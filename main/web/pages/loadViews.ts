/// <reference path="./accountPages.d.ts" />
import type { Views } from './page';

/** What draws the pages. Only a built program has it, and only where there are pages is it read. */
export const loadViews = async (): Promise<Views> => (await import('virtual:account-pages')).views;
