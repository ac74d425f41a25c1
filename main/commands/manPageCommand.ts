import type { Command } from 'commander';

/** Hidden: only the build asks for the page, which is installed beside the program. */
export function addManPageCommand(program: Command): void {
  program
    .command('man-page', { hidden: true })
    .description('Print the man page.')
    .action(async () => {
      const { manPage } = await import('./manPage/manPage');
      process.stdout.write(manPage(program));
    });
}
