import type { Edit } from '../../model/change.ts';
import type { Observation } from '../analyzer.ts';
import { type DestructiveCommand, destructiveCommandsIn } from '../commands-in-text.ts';
import { environmentOf, environmentOfPath, type Environment } from '../environment.ts';
import { destroyedBy, gateRemoved, type Certainty, untrustedRun } from './states.ts';

/** A piece of shell in a file, with the words around it that tell where it runs. */
export type Script = {
  readonly edit: Edit;
  readonly where: string;
  readonly text: string;
  /** Line of its first line. */
  readonly line: number;
  readonly hints: readonly string[];
};

/** Scripts are compared by what they do, all of a change together: what only moved is not new. */
export function newInScripts(
  technology: string,
  before: readonly Script[],
  after: readonly Script[],
  certainty: Certainty,
): readonly Observation[] {
  return [
    ...newDestruction(before, after, certainty),
    ...newUnattended(technology, before, after),
    ...newRemote(technology, before, after),
  ];
}

export function newDestruction(
  before: readonly Script[],
  after: readonly Script[],
  certainty: Certainty,
): readonly Observation[] {
  const known = new Map<string, number>();
  // one command in ten jobs of a file is one thing to decide about
  const told = new Set<string>();
  // most scripts of a file stay as they are: each text is read once
  const read = new Map<string, readonly DestructiveCommand[]>();
  const commandsIn = (text: string): readonly DestructiveCommand[] => {
    const found = read.get(text) ?? destructiveCommandsIn(text);
    read.set(text, found);
    return found;
  };
  for (const { text } of before)
    for (const { command } of commandsIn(text)) known.set(command, (known.get(command) ?? 0) + 1);
  return after.flatMap((script) =>
    commandsIn(script.text).flatMap((command) => {
      const left = known.get(command.command) ?? 0;
      known.set(command.command, left - 1);
      const key = `${script.edit.path}\n${command.command}`;
      if (left > 0 || told.has(key)) return [];
      told.add(key);
      const line = script.line + command.line - 1;
      return [destroyedBy(script.edit, command, { line, certainty, environment: environmentOfScript(script) })];
    }),
  );
}

function environmentOfScript({ hints, edit }: Script): Environment {
  const told = environmentOf(...hints);
  return told === 'unknown' ? environmentOfPath(edit.path) : told;
}

const APPLY = /\b(terraform|tofu|terragrunt)\b[^\n;&|]{0,300}\bapply\b[^\n;&|]{0,300}/g;
const UNATTENDED = /-auto-approve\b|--terragrunt-non-interactive|--non-interactive/;

/** `terraform apply` that asked, or applied a plan somebody had read, and now asks nobody. */
function newUnattended(
  technology: string,
  before: readonly Script[],
  after: readonly Script[],
): readonly Observation[] {
  const applied = before.flatMap(({ text }) => text.match(APPLY) ?? []);
  if (applied.some((one) => UNATTENDED.test(one))) return [];
  return after.flatMap((script) => {
    const found = [...script.text.matchAll(APPLY)].find(([one]) => UNATTENDED.test(one));
    if (!found) return [];
    const line = script.line + script.text.slice(0, found.index).split('\n').length - 1;
    const said = {
      technology,
      edit: script.edit,
      line,
      subject: `${script.edit.path}:${script.where}: auto-approve`,
      name: script.where,
      // a new pipeline may well be meant to apply what was reviewed on the way to its branch
      certainty:
        script.edit.before === null
          ? ('possible' as const)
          : applied.length > 0
            ? ('certain' as const)
            : ('likely' as const),
      because: 'what it applies is no longer approved by anybody: -auto-approve',
      remedy: 'terraform plan -out=tfplan, a review of it, then terraform apply tfplan',
    };
    return [gateRemoved(said, 'approval')];
  });
}

const REMOTE =
  /\b(?:curl|wget)\b[^\n|;&]{0,400}\|\s*(?:sudo\s+(?:-\w+\s+)*)?(?:\w+=\S*\s+)*(?:ba|z|da)?sh\b|\b(?:ba|z)?sh\s+(?:-c\s+)?["']?[<$]\(\s*(?:curl|wget)\b[^\n)]{0,400}|\b(?:curl|wget)\b[^\n|;&]{0,400}\|\s*(?:sudo\s+)?(?:python[\d.]*|node|perl|ruby|php)\b|\b(?:iwr|irm|Invoke-WebRequest)\b[^\n|;]{0,300}\|\s*iex\b/g;

export function remoteScriptsIn(text: string): readonly { readonly script: string; readonly line: number }[] {
  const joined = text.replace(/\\\r?\n/g, '  ');
  return [...joined.matchAll(REMOTE)].map(({ 0: script, index }) => ({
    script: script.replace(/\s+/g, ' ').trim(),
    line: joined.slice(0, index).split('\n').length,
  }));
}

/** The installers of well-known tools: what they serve is as much theirs as the tool itself. */
const KNOWN_HOSTS =
  /https:\/\/(sh\.rustup\.rs|get\.docker\.com|install\.python-poetry\.org|deb\.nodesource\.com|astral\.sh|bun\.sh|get\.pnpm\.io|deno\.land|raw\.githubusercontent\.com\/(helm|nvm-sh|Homebrew|golangci|anchore|aquasecurity|kubernetes-sigs)\/|get\.helm\.sh|cli\.codecov\.io|get\.k3s\.io|fly\.io|dl\.k8s\.io|sdk\.cloud\.google\.com|packages\.\w+\.\w+|apt\.\w+\.\w+)/;

function newRemote(technology: string, before: readonly Script[], after: readonly Script[]): readonly Observation[] {
  const hosts = new Set(before.flatMap(({ text }) => remoteScriptsIn(text).map(({ script }) => hostIn(script))));
  return after.flatMap((script) =>
    remoteScriptsIn(script.text).flatMap((found) => {
      const host = hostIn(found.script);
      if (hosts.has(host)) return [];
      hosts.add(host);
      const said = {
        technology,
        edit: script.edit,
        line: script.line + found.line - 1,
        subject: `${script.edit.path}:${script.where}: ${host}`,
        name: host,
        certainty: KNOWN_HOSTS.test(found.script) ? ('possible' as const) : ('likely' as const),
        because: `whatever ${host} answers is run with the rights of the pipeline`,
        remedy: 'Download a fixed version and compare its sha256 before it runs',
      };
      return [untrustedRun(said, 'script')];
    }),
  );
}

export function hostIn(script: string): string {
  return /\bhttps?:\/\/([^/\s"')]+)/.exec(script)?.[1] ?? 'a remote host';
}
