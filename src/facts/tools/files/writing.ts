import type { Invocation, Word } from '../../shell/invocation.ts';
import { readOptions } from '../options.ts';
import type { Reader } from './removing.ts';
import { named } from './removing.ts';
import type { Overwriting, Touch } from './touch.ts';

const NOT_A_PLACE = /^\/dev\/null$|^nul$/i;

/** Everything but the last word goes away from where it was. */
function mv(run: Invocation): readonly Touch[] {
  const options = readOptions(run.args, { takes: ['-t', '--target-directory', '-S', '--suffix'] });
  if (options.isHelp) return [];
  const folder = valueWord(run, ['-t', '--target-directory']);
  const target = folder ?? options.plain.at(-1);
  const sources = folder === null ? options.plain.slice(0, -1) : options.plain;
  if (target === undefined || (folder === null && sources.length === 0)) return [];
  // into /dev/null is away for good
  const does = NOT_A_PLACE.test(target.text) ? 'shred' : 'move';
  const moved = named(sources, run).map((one): Touch => ({ ...one, does, recursive: true }));
  return [...moved, { word: target, does: 'contents', forced: options.has('-f') }];
}

const COPY = ['-t', '--target-directory', '-S', '--suffix', '-m', '--mode', '-o', '--owner', '-g', '--group'];

function cp(run: Invocation): readonly Touch[] {
  const options = readOptions(run.args, { takes: COPY });
  if (options.isHelp || (run.tool.endsWith('install') && options.has('-d', '--directory'))) return [];
  const folder = valueWord(run, ['-t', '--target-directory']);
  const target = folder ?? (options.plain.length > 1 ? options.plain.at(-1) : undefined);
  return target === undefined || options.has('-n', '--no-clobber')
    ? []
    : into(target, options.plain.slice(0, -1), 'contents');
}

/** `cp hook .git/hooks/` lands in the folder under its own name. */
function into(target: Word, sources: readonly Word[], does: Overwriting): readonly Touch[] {
  const whole: Touch = { word: target, does };
  if (!/\/$|(?:^|\/)(?:\.git\/hooks|\.husky|\.ssh|\.claude|\.codex)$/.test(target.text)) return [whole];
  return sources.slice(0, 50).map((source) => {
    const name = source.text.replace(/^.*\//, '');
    const text = `${target.text.replace(/\/$/, '')}/${name}`;
    return { word: { ...target, text, source: text }, does };
  });
}

function ln(run: Invocation): readonly Touch[] {
  const options = readOptions(run.args, { takes: ['-t', '--target-directory', '-S', '--suffix'] });
  const link = options.plain.length > 1 ? options.plain.at(-1) : undefined;
  return link === undefined || options.isHelp ? [] : into(link, options.plain.slice(0, -1), 'link');
}

function valueWord({ args }: Invocation, flags: readonly string[]): Word | null {
  const at = args.findIndex(({ text }) => flags.includes(text));
  const joined = args.find(({ text }) => flags.some((flag) => flag.startsWith('--') && text.startsWith(`${flag}=`)));
  if (joined !== undefined) return cut(joined, joined.text.indexOf('=') + 1);
  return at < 0 ? null : (args[at + 1] ?? null);
}

/** The rest of a word: `of=/dev/sda`. */
export function cut(word: Word, at: number): Word {
  const source = word.source.slice(0, at) === word.text.slice(0, at) ? word.source.slice(at) : word.source;
  return { ...word, text: word.text.slice(at), source };
}

function tee(run: Invocation): readonly Touch[] {
  const options = readOptions(run.args);
  const does = options.has('-a', '--append') ? 'append' : 'contents';
  return options.isHelp ? [] : options.plain.map((word) => ({ word, does }));
}

function truncate(run: Invocation): readonly Touch[] {
  const options = readOptions(run.args, { takes: ['-s', '--size', '-r', '--reference'] });
  const isGrown = (options.value('-s', '--size') ?? '').startsWith('+');
  return options.isHelp || isGrown
    ? []
    : named(options.plain, run).map((one) => ({ ...one, does: 'contents', forced: true }));
}

function dd({ args }: Invocation): readonly Touch[] {
  const of = args.find(({ text }) => text.startsWith('of='));
  return of === undefined ? [] : [{ word: cut(of, 3), does: 'contents' }];
}

/** `sed -i s/a/b/ file`: the first plain word is the script, unless `-e` or `-f` holds it. */
const inPlace =
  (flag: RegExp, scripted: RegExp, takes: readonly string[]): Reader =>
  (run) => {
    if (!run.args.some(({ text }) => flag.test(text))) return [];
    // `-i.save` is one letter and its ending
    const options = readOptions(
      run.args.filter(({ text }) => !/^-\w*i\.\w+$/.test(text)),
      { takes },
    );
    const isScripted = run.args.some(({ text }) => scripted.test(text));
    const files = isScripted ? options.plain : options.plain.slice(1);
    return named(files, run).map((one) => ({ ...one, does: 'contents' }));
  };

/** Rights that grow for everybody, or that nobody has left. */
const LOOSE =
  /^(?:[0-7]?(?:[0-7]{2}[2367]|000|0)|[ugo]*[oa][ugo]*[+=][rx]*w[rwxXst]*|\+w|a[+=]rwx|[ugoa]*[+=]\w*s\w*|[2467][0-7]{3}|a?-[rwx]+|ugo-[rwx]+)$/;

function chmod(run: Invocation): readonly Touch[] {
  const options = readOptions(
    run.args.filter(({ text }) => !/^-[rwxXst]+$/.test(text) || text === '-R'),
    { takes: ['--reference'] },
  );
  const letters = run.args.find(({ text }) => /^-[rwxXst]+$/.test(text) && text !== '-R')?.text;
  const [mode, ...files] = letters === undefined ? options.plain : [{ text: `a${letters}` }, ...options.plain];
  if (mode === undefined || options.isHelp) return [];
  const recursive = options.has('-R', '--recursive');
  // a fifth digit or a set-id bit is one that is loosened too; +x and 644 are daily work
  const forced = LOOSE.test(mode.text) || mode.text.split(',').some((one) => LOOSE.test(one));
  return named(
    files.flatMap((one) => ('source' in one ? [one] : [])),
    run,
  ).map((one) => ({ ...one, does: 'mode', recursive, forced }));
}

function chown(run: Invocation): readonly Touch[] {
  const options = readOptions(run.args, { takes: ['--from', '--reference'] });
  const files = options.has('--reference') ? options.plain : options.plain.slice(1);
  const recursive = options.has('-R', '--recursive');
  return options.isHelp ? [] : named(files, run).map((one) => ({ ...one, does: 'owner', recursive }));
}

/** `setfacl -R -m u:x:rwx /etc`, `chattr -i /etc/passwd`. */
const rights =
  (takes: readonly string[], from: number): Reader =>
  (run) => {
    const options = readOptions(
      run.args.filter(({ text }) => !/^[-+=][aAcCdDeijmPsStTu]+$/.test(text) || text.startsWith('-R')),
      { takes },
    );
    return options.isHelp
      ? []
      : options.plain
          .slice(from)
          .map((word) => ({ word, does: 'mode', recursive: options.has('-R', '--recursive'), forced: true }));
  };

const RSYNC =
  '-e --rsh --exclude --include --filter -f --files-from --exclude-from --include-from --chmod --chown --port --password-file --bwlimit --timeout --temp-dir -T --partial-dir --compare-dest --copy-dest --link-dest --backup-dir --suffix --log-file --rsync-path --max-size --min-size --info --debug --out-format -B --block-size -M --max-delete'.split(
    ' ',
  );

function rsync(run: Invocation): readonly Touch[] {
  const options = readOptions(run.args, { takes: RSYNC.filter((one) => !one.startsWith('--info')) });
  if (options.isHelp || options.has('-n', '--dry-run', '--list-only') || options.plain.length < 2) return [];
  const target = options.plain.at(-1);
  const deletes = run.args.some(({ text }) => /^--del(?:$|ete(?:$|-(?!missing))|ete-missing)/.test(text));
  const sources: readonly Touch[] = options.has('--remove-source-files', '--remove-sent-files')
    ? options.plain.slice(0, -1).map((word) => ({ word, does: 'delete', recursive: true }))
    : [];
  if (target === undefined) return sources;
  return [...sources, { word: target, does: deletes ? 'delete' : 'contents', recursive: true, forced: deletes }];
}

function robocopy({ args }: Invocation): readonly Touch[] {
  const has = (flag: RegExp): boolean => args.some(({ text }) => flag.test(text));
  const [, target] = args.filter(({ text }) => !/^\/[A-Za-z]+/.test(text));
  if (target === undefined || has(/^\/l$/i)) return [];
  return [{ word: target, does: has(/^\/(?:mir|purge)$/i) ? 'delete' : 'contents', recursive: true, forced: true }];
}

/** `tar -xf x -C /`, `tar --remove-files -cf x.tar dir`. */
function tar(run: Invocation): readonly Touch[] {
  const dashed = run.args.map((word, at) =>
    at === 0 && /^[A-Za-z]+$/.test(word.text) ? { ...word, text: `-${word.text}`, source: `-${word.source}` } : word,
  );
  const options = readOptions(dashed, {
    takes: [
      '-f',
      '--file',
      '-C',
      '--directory',
      '-T',
      '--files-from',
      '-X',
      '--exclude-from',
      '--exclude',
      '--transform',
      '-I',
      '--use-compress-program',
      '--strip-components',
      '-b',
      '--owner',
      '--group',
      '--mtime',
    ],
  });
  if (options.isHelp) return [];
  if (options.has('--remove-files')) return options.plain.map((word) => ({ word, does: 'delete', recursive: true }));
  const folder = valueWord({ ...run, args: dashed }, ['-C', '--directory']);
  return options.has('-x', '--extract', '--get') && folder !== null
    ? [{ word: folder, does: 'contents', recursive: true }]
    : [];
}

function unzip(run: Invocation): readonly Touch[] {
  const options = readOptions(run.args, { takes: ['-d', '-x', '-P'] });
  const folder = valueWord(run, ['-d']);
  return options.isHelp || options.has('-l', '-t', '-p') || folder === null
    ? []
    : [{ word: folder, does: 'contents', recursive: true }];
}

/** What it fetches goes into a file: `curl -o ~/.bashrc`. */
const fetched =
  (flags: readonly string[]): Reader =>
  (run) => {
    const word = valueWord(run, flags);
    return word === null ? [] : [{ word, does: 'contents' }];
  };

/** PowerShell: the file is the first plain word or the value of `-Path`. */
const cmdlet =
  (does: Touch['does'], at: number): Reader =>
  (run) => {
    if (run.args.some(({ text }) => /^-(?:wh?i|what)/i.test(text))) return [];
    const flag = run.args.findIndex(({ text }) => /^-(?:path|literalpath|filepath|destination)$/i.test(text));
    const plain = run.args.filter(
      ({ text }, index) =>
        !text.startsWith('-') &&
        !/^-(?:value|encoding|itemtype|name|target|destination)$/i.test(run.args[index - 1]?.text ?? ''),
    );
    const word = flag < 0 ? plain[at] : run.args[flag + 1];
    return word === undefined ? [] : [{ word, does, recursive: true, forced: true }];
  };

/** `bash > file` and the like write what they are pointed at, whatever they are. */
export function redirected(run: Invocation): readonly Touch[] {
  return run.redirects.flatMap(({ operator, target }): readonly Touch[] => {
    if (!operator.includes('>') || /^&?\d+$|^-$/.test(target.text)) return [];
    return [{ word: target, does: operator.includes('>>') ? 'append' : 'contents' }];
  });
}

export const writers: Readonly<Record<string, Reader>> = {
  mv,
  gmv: mv,
  cp,
  gcp: cp,
  install: cp,
  ginstall: cp,
  scp: (run) => cp(run).filter(({ word }) => !word.text.includes(':')),
  ln,
  tee,
  sponge: tee,
  truncate,
  fallocate: truncate,
  dd,
  dcfldd: dd,
  sed: inPlace(/^(?:-[nErsuz]*i|--in-place)/, /^(?:-[nErsuz]*e|-f|--expression|--file)/, [
    '-e',
    '-f',
    '--expression',
    '--file',
    '-l',
  ]),
  gsed: inPlace(/^(?:-[nErsuz]*i|--in-place)/, /^(?:-[nErsuz]*e|-f|--expression|--file)/, [
    '-e',
    '-f',
    '--expression',
    '--file',
    '-l',
  ]),
  perl: inPlace(/^-[lanp0]*i/, /^-[lanpi0]*[eE]$/, ['-e', '-E']),
  ruby: inPlace(/^-[lanp]*i/, /^-[lanpi]*e$/, ['-e']),
  awk: inPlace(/^(?:-i|-iinplace|--include=inplace)$/, /^(?:-f|--file)/, ['-i', '-v', '-F', '-f', '--file']),
  gawk: inPlace(/^(?:-i|-iinplace|--include=inplace)$/, /^(?:-f|--file)/, ['-i', '-v', '-F', '-f', '--file']),
  ed: tee,
  ex: tee,
  chmod,
  chown,
  chgrp: chown,
  setfacl: rights(['-m', '-x', '-M', '-X', '--modify', '--remove', '--set', '--set-file'], 0),
  chattr: rights(['-v', '-p'], 0),
  chflags: rights([], 1),
  icacls: (run) =>
    run.args.slice(0, 1).map((word) => ({
      word,
      does: 'mode',
      forced: true,
      recursive: run.args.some(({ text }) => /^\/t$/i.test(text)),
    })),
  takeown: (run) =>
    [valueWord(run, ['/f', '/F'])].flatMap((word) => (word === null ? [] : [{ word, does: 'owner', recursive: true }])),
  rsync,
  robocopy,
  xcopy: cp,
  copy: cp,
  move: mv,
  tar,
  gtar: tar,
  bsdtar: tar,
  unzip,
  curl: fetched(['-o', '--output']),
  wget: fetched(['-O', '--output-document']),
  'clear-content': cmdlet('contents', 0),
  clc: cmdlet('contents', 0),
  'set-content': cmdlet('contents', 0),
  'out-file': cmdlet('contents', 0),
  'add-content': cmdlet('append', 0),
  'move-item': cmdlet('move', 0),
  mi: cmdlet('move', 0),
  'copy-item': cmdlet('contents', 1),
  'rename-item': cmdlet('move', 0),
};
