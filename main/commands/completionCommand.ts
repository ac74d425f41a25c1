import { Argument, type Command } from 'commander';
import { SHELLS, type Shell } from './completion/shells';
import { withExamples } from './examples';

const WHERE = `
The script is static: completing a word does not start the program. Print it anew after an update. Where it goes:
  bash  ~/.local/share/bash-completion/completions/buckets-relay
  zsh   a file _buckets-relay in a folder of $fpath, before compinit is called
  fish  ~/.config/fish/completions/buckets-relay.fish`;

export function addCompletionCommand(program: Command): void {
  const command = program
    .command('completion')
    .description('Print a script with which a shell completes commands and options.')
    .addArgument(new Argument('<shell>', 'the shell that is to read it').choices(SHELLS))
    .addHelpText('after', WHERE)
    .action(async (shell: Shell) =>
      (await import('./completion/runCompletion')).runCompletion(program, shell),
    );
  withExamples(command, [
    'buckets-relay completion bash > ~/.local/share/bash-completion/completions/buckets-relay',
    'buckets-relay completion zsh > "$fpath[1]/_buckets-relay"',
    'buckets-relay completion fish > ~/.config/fish/completions/buckets-relay.fish',
  ]);
}
