import type { Command } from './command.ts';
import { UsageError } from '../system/usage.ts';
import { commands } from './index.ts';

export const command: Command = {
  name: 'completion',
  summary: 'Print a completion script for your shell',
  takes: 'bash|zsh|fish',
  examples: [
    ['guardrail completion bash > ~/.local/share/bash-completion/completions/guardrail', 'for bash'],
    ['guardrail completion zsh > "${fpath[1]}/_guardrail"', 'for zsh'],
    ['guardrail completion fish > ~/.config/fish/completions/guardrail.fish', 'for fish'],
  ],
  flags: [],
  run: async (args, io) => {
    const script = scripts[args.words[0] ?? ''];
    if (script === undefined)
      throw new UsageError('completion: name a shell: bash, zsh or fish', 'guardrail completion --help');
    const loaded = await Promise.all(Object.values(commands).map(async (load) => (await load()).command));
    await io.out(script(loaded.filter((each) => each.hidden !== true)));
    return 0;
  },
};

type Script = (verbs: readonly Command[]) => string;

const scripts: Readonly<Record<string, Script>> = {
  bash: (verbs) => `# guardrail completion for bash
_guardrail() {
  local word=\${COMP_WORDS[COMP_CWORD]} verb=\${COMP_WORDS[1]}
  if [ "$COMP_CWORD" -eq 1 ]; then COMPREPLY=($(compgen -W "help ${names(verbs)}" -- "$word")); return; fi
  case $verb in
${verbs.map((verb) => `    ${verb.name}) COMPREPLY=($(compgen -W "${[...firstWords(verb), flags(verb)].join(' ')}" -- "$word")) ;;`).join('\n')}
    help) COMPREPLY=($(compgen -W "${names(verbs)}" -- "$word")) ;;
  esac
  if [ \${#COMPREPLY[@]} -eq 0 ]; then COMPREPLY=($(compgen -f -- "$word")); fi
}
complete -F _guardrail guardrail
`,
  zsh: (verbs) => `#compdef guardrail
_guardrail() {
  local -a verbs
  verbs=(
${verbs.map((verb) => `    ${quote(`${verb.name}:${verb.summary}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command verbs; return; fi
  case $words[2] in
${verbs.map((verb) => `    ${verb.name}) _arguments ${verb.flags.map((flag) => quote(`--${flag.name}[${flag.says.replaceAll(/[[\]:]/g, ' ')}]`)).join(' ')} ${afterVerb(verb)} ;;`).join('\n')}
  esac
}
compdef _guardrail guardrail
`,
  fish: (verbs) =>
    verbs
      .flatMap((verb) => [
        `complete -c guardrail -n __fish_use_subcommand -a ${verb.name} -d ${quote(verb.summary)}`,
        ...firstWords(verb).map(
          (word) => `complete -c guardrail -n '__fish_seen_subcommand_from ${verb.name}' -a ${word}`,
        ),
        ...verb.flags.map(
          (flag) =>
            `complete -c guardrail -n '__fish_seen_subcommand_from ${verb.name}' -l ${flag.name}${flag.type === 'text' ? ' -r' : ''} -d ${quote(flag.says)}`,
        ),
      ])
      .join('\n') + '\n',
};

function names(verbs: readonly Command[]): string {
  return verbs.map((verb) => verb.name).join(' ');
}

/** What may follow a verb, as its own usage line says it: `[show ID | accept ID | history]`. What stands in capitals is anybody's. */
function firstWords(verb: Command): readonly string[] {
  const words = verb.takes
    .replaceAll(/[[\]]/g, '')
    .split('|')
    .map((part) => part.trim().split(' ')[0] ?? '');
  const isWord = (word: string | undefined): boolean => /^[a-z][a-z-]+$/.test(word ?? '');
  return isWord(words[0]) ? words.filter(isWord) : [];
}

function afterVerb(verb: Command): string {
  const words = firstWords(verb);
  return words.length === 0
    ? quote('*:file:_files')
    : `${quote(`2:what:(${words.join(' ')})`)} ${quote('*:file:_files')}`;
}

function flags(verb: Command): string {
  return verb.flags.map((flag) => `--${flag.name}`).join(' ');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
