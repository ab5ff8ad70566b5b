import { fileURLToPath } from 'node:url';
import { CLI } from './guarded.ts';
import type { Ran, Repo, Variables } from './repo.ts';

const ALONE = fileURLToPath(new URL('../alone.mjs', import.meta.url));

/** What a person does: a terminal of their own (script(1)), nobody above it, and one answer typed. */
export async function asPerson(
  repo: Repo,
  args: readonly string[],
  how: { readonly answer?: string; readonly env?: Variables } = {},
): Promise<Ran> {
  return await atTerminal(repo, [process.execPath, CLI, ...args], how);
}

/** Any program at a terminal. Both streams arrive as one, with the line ends of a terminal. */
export async function atTerminal(
  repo: Repo,
  words: readonly string[],
  { answer = '', env = {} }: { readonly answer?: string; readonly env?: Variables } = {},
): Promise<Ran> {
  const command = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  // a shell gives its background jobs no standard input, and alone.mjs is one: what is typed comes from inside. From a pipe that
  // stays open, with the end typed (^D): script(1) waits up to two seconds for a program to read what came before a real end
  const type = [
    'folder=$(mktemp -d) && mkfifo "$folder/typed" && exec 3<>"$folder/typed" && rm -r "$folder"',
    'printf "%s\\004" "$1" >&3 && script --quiet --return --command "$2" /dev/null <&3 3>&-',
  ].join(' && ');
  const ran = await repo.run(process.execPath, [ALONE, 'sh', '-c', type, 'sh', answer, command], {
    env: { SHELL: '/bin/sh', ...env },
  });
  return { ...ran, stdout: Buffer.from(ran.stdout.toString('utf8').replaceAll('\r\n', '\n')) };
}

/** The same without a terminal. */
export async function alone(repo: Repo, args: readonly string[], env: Variables = {}): Promise<Ran> {
  return await repo.run(process.execPath, [ALONE, process.execPath, CLI, ...args], { env });
}
