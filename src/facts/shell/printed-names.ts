import { resolvePath } from './place.ts';
import type { Calling } from './start.ts';
import { said, type Stream } from './state.ts';

type Prints = (calling: Calling) => Stream | null;

/** Programs that print a name of something here: a folder, a branch, a program. */
export const printedNames: Readonly<Record<string, Prints>> = {
  pwd: ({ place }) => line(place.state.cwd),
  dirname: named((path) => path.replace(/\/*[^/]*\/*$/, '') || (path.startsWith('/') ? '/' : '.')),
  basename: ({ args }) => {
    const [path, suffix] = args.filter(({ text }) => !text.startsWith('-'));
    if (path?.known !== true) return null;
    const name = path.text.replace(/\/+$/, '').replace(/^.*\//, '');
    return line(suffix !== undefined && name.endsWith(suffix.text) ? name.slice(0, -suffix.text.length) : name);
  },
  realpath: resolved,
  readlink: (calling) => (calling.args.some(({ text }) => /^-[fem]/.test(text)) ? resolved(calling) : null),
  which: named((name) => `/usr/bin/${name}`),
  command: ({ args }) => (/^-[vV]$/.test(args[0]?.text ?? '') && args[1]?.known === true ? line(args[1].text) : null),
  mktemp: made,
  git: ofRepository,
  seq: counted,
};

function line(text: string | null): Stream | null {
  return text === null ? null : said(`${text}\n`);
}

function named(change: (text: string) => string): Prints {
  return ({ args }) => {
    const word = args.find(({ text }) => !text.startsWith('-'));
    return word?.known === true ? line(change(word.text)) : null;
  };
}

function resolved({ args, place }: Calling): Stream | null {
  const word = args.find(({ text }) => !text.startsWith('-'));
  return word?.known === true ? line(resolvePath(word.text, place.state.cwd)) : null;
}

/** Nobody knows the name, but where it lies: in the folder for what is temporary. */
function made({ args }: Calling): Stream | null {
  const at = args.findIndex(({ text }) => text === '-p');
  const folder = at === -1 ? undefined : args[at + 1];
  const template = args.find(({ text }, index) => !text.startsWith('-') && index !== at + 1);
  if (folder?.known === false || template?.known === false) return null;
  if (template !== undefined && !args.some(({ text }) => /^(-t|--tmpdir)/.test(text))) return line(template.text);
  return line(`${folder?.text ?? '/tmp'}/${template?.text ?? 'tmp.XXXXXXXXXX'}`);
}

function ofRepository({ args, place }: Calling): Stream | null {
  const text = args.map((word) => word.text).join(' ');
  const { scene } = place.state.session.around;
  if (text === 'rev-parse --show-toplevel') return line(scene.root);
  return /^(branch --show-current|rev-parse --abbrev-ref HEAD|symbolic-ref --short HEAD)$/.test(text)
    ? line(scene.branch)
    : null;
}

function counted({ args }: Calling): Stream | null {
  const numbers = args.map(({ text }) => Number(text));
  if (numbers.length === 0 || numbers.length > 3 || numbers.some((one) => !Number.isInteger(one))) return null;
  const last = numbers.at(-1) ?? 0;
  const first = numbers.length > 1 ? (numbers[0] ?? 1) : 1;
  const by = numbers.length === 3 ? (numbers[1] ?? 1) : 1;
  const many = by === 0 ? 0 : Math.min(1000, Math.max(0, Math.floor((last - first) / by) + 1));
  return said(Array.from({ length: many }, (_, at) => `${first + at * by}\n`).join(''));
}
