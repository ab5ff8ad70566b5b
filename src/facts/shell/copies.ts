import { streamOfFile, writeFile } from './files.ts';
import { readLead } from './lead.ts';
import { type Calling, type Handler, start } from './start.ts';
import { fieldOf, type Printed, type Stream } from './state.ts';

/** Programs after which a file holds something that is known, or something that somebody else sent. */
export const copies: Readonly<Record<string, Handler>> = {
  cp: copied,
  mv: copied,
  install: copied,
  ln: copied,
  tee: (calling) => {
    const printed = start(calling);
    const { words } = readLead(calling.args, {});
    for (const file of words.slice(0, 20)) writeFile(file, calling.place.stdin, calling.place.state);
    return { ...printed, stream: calling.place.stdin };
  },
  curl: (calling) => fetched(calling, ['-o', '--output'], /^(-[a-zA-Z]*O|--remote-name)$/),
  wget: (calling) => fetched(calling, ['-O', '--output-document'], null),
  sha256sum: verified,
  sha512sum: verified,
  shasum: verified,
  md5sum: verified,
  b2sum: verified,
  gpg: verified,
  gpgv: verified,
  cosign: verified,
  minisign: verified,
  aria2c: (calling) => fetched(calling, ['-o', '--out'], null),
};

function copied(calling: Calling): Printed {
  const printed = start(calling);
  const { words } = readLead(calling.args, { takes: ['-m', '-o', '-g', '-t', '--mode', '--owner', '--group'] });
  const [from, to] = words;
  if (words.length !== 2 || from === undefined || to === undefined) return printed;
  const { state } = calling.place;
  const stream = streamOfFile(from, state);
  const isFolder = /\/$|^\.{1,2}$/.test(to.text);
  const name = from.text.replace(/^.*\//, '');
  if (from.known) writeFile(isFolder ? { ...to, text: `${to.text.replace(/\/$/, '')}/${name}` } : to, stream, state);
  return printed;
}

/** What was compared with a sum or a signature is no longer just anything. */
function verified(calling: Calling): Printed | null {
  const checks = calling.args.some(({ text }) => /^(-c|--check|--verify|verify|verify-blob|-V|-Vm)$/.test(text));
  if (!checks && calling.tool !== 'gpgv') return null;
  const { files } = calling.place.state.session;
  for (const [path, { input }] of files) if (input.kind === 'output') files.delete(path);
  return start(calling);
}

/** What is downloaded is in a file that nobody has read. */
function fetched(calling: Calling, options: readonly string[], named: RegExp | null): Printed {
  const printed = start(calling);
  const { values, options: given } = readLead(calling.args, { takes: [...options, ...FETCHES], own: 99 });
  const file = options.flatMap((option) => values.get(option) ?? [])[0];
  const address = calling.args.find(({ text }) => /^(https?|ftp):\/\//.test(text));
  const byName = named === null ? file === undefined : given.some((option) => named.test(option));
  const target =
    file ??
    (byName && address !== undefined ? fieldOf(address.text.replace(/[?#].*$/, '').replace(/^.*\//, '')) : undefined);
  if (target === undefined || target.text === '-') return printed;
  writeFile(target, downloaded(printed), calling.place.state);
  return printed;
}

function downloaded({ writers }: Printed): Stream {
  const [of] = writers;
  return of === undefined ? { input: { kind: 'none' }, decoded: '' } : { input: { kind: 'output', of }, decoded: '' };
}

const FETCHES = [
  '-H',
  '-X',
  '-d',
  '-u',
  '-A',
  '-e',
  '-b',
  '-c',
  '-F',
  '-T',
  '-x',
  '-m',
  '--header',
  '--data',
  '--request',
  '--user',
  '--retry',
  '--max-time',
  '--connect-timeout',
  '-P',
];
