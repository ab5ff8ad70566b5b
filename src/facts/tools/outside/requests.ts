import type { Invocation, Surroundings, Word } from '../../shell/invocation.ts';
import { readOptions } from '../options.ts';
import { hostOf } from '../run/fetchers.ts';
import { nestedPayload, ofFile, type Payload, piped } from './payload.ts';

/** What leaves, and where to. */
export type Sent = { readonly payload: Payload; readonly to: string };

/** Words that are read once more for what runs inside of them. */
const MOST = 60;
const BODIES = [
  '-d',
  '--data',
  '--data-binary',
  '--data-ascii',
  '--data-urlencode',
  '--json',
  '--post-data',
  '--body-data',
  '-Body',
];
const FORMS = ['-F', '--form'];
const FILES = ['-T', '--upload-file', '--post-file', '--body-file', '-InFile'];
const CURL = [
  ...BODIES,
  ...FORMS,
  ...FILES,
  '--data-raw',
  '--form-string',
  '-H',
  '--header',
  '-X',
  '--request',
  '-o',
  '--output',
  '-u',
  '--user',
  '-A',
  '-b',
  '-c',
  '-e',
  '-K',
  '--cacert',
  '--cert',
  '--key',
  '-E',
  '-m',
  '--max-time',
  '--retry',
  '-x',
  '--proxy',
  '-w',
  '--connect-timeout',
  '--url',
  '--resolve',
];
const WGET = [
  ...BODIES,
  ...FILES,
  '-O',
  '-o',
  '-P',
  '--header',
  '-U',
  '--user',
  '--password',
  '-t',
  '-T',
  '-e',
  '-i',
  '-a',
];
const WEB = [...BODIES, ...FILES, '-Uri', '-Method', '-Headers', '-OutFile', '-ContentType'];

/** curl, wget, httpie and their like: files in the body, standard input, and what is put together for the address. */
export function requestsOf(run: Invocation, around: Surroundings): readonly Sent[] {
  const isWget = run.tool.startsWith('wget');
  const isHttpie = /^(https?|xh|xhs)$/.test(run.tool);
  const takes = isWget ? WGET.filter((one) => one !== '-T') : /^(curl|hurl)$/.test(run.tool) ? CURL : WEB;
  const options = readOptions(run.args, {
    takes: isHttpie ? ['-a', '-A', '--auth', '-s', '-o'] : takes,
    clusters: !/^i|^invoke/.test(run.tool),
  });
  const address =
    options.value('--url', '-Uri') ??
    options.words.find((text) => /[.:/]/.test(text) && !/@/.test(text)) ??
    options.words.at(-1) ??
    '';
  const to = hostOf(address);
  const payloads = [
    ...options.values(...BODIES).flatMap((text) => ofBody(text, run, around)),
    ...options.values('--data-raw', '--form-string').flatMap((text) => nestedPayload(text, around)),
    ...options.values(...FORMS).flatMap((text) => ofForm(text, run, around)),
    ...(isWget ? [] : options.values('-T')).flatMap((text) => ofStoredFile(text, run, around)),
    ...options.values(...FILES.slice(1)).flatMap((text) => ofStoredFile(text, run, around)),
    ...(isHttpie ? ofItems(options.words, run, around) : []),
    ...options.plain
      .slice(0, MOST)
      .filter(isAddress)
      .flatMap(({ source, known }) => (known ? [] : nestedPayload(source, around))),
    ...(run.programs.length > 0 ? [] : ofSubstituted(run.args, takes, around)),
  ];
  return payloads.map((payload) => ({ payload, to }));
}

function isAddress({ text }: Word): boolean {
  return !text.startsWith('-');
}

/** Bodies as they stand in the script, since a substitution is no text yet. */
function ofSubstituted(args: readonly Word[], takes: readonly string[], around: Surroundings): readonly Payload[] {
  return args.slice(0, MOST).flatMap((word, at) => {
    const flag = args[at - 1]?.text ?? '';
    const isBody = [...BODIES, '--data-raw', ...FORMS].includes(flag) && takes.includes(flag);
    return isBody && !word.known ? nestedPayload(word.source, around) : [];
  });
}

/** `@file`, `@-`, `name@file`. */
function ofBody(text: string, run: Invocation, around: Surroundings): readonly Payload[] {
  const [, file] = /^[\w.-]*@(.+)$/s.exec(text) ?? [];
  return file === undefined ? [] : ofStoredFile(file, run, around);
}

/** `file=@report.txt;type=text/plain`, `text=<notes`. */
function ofForm(text: string, run: Invocation, around: Surroundings): readonly Payload[] {
  const [, file] = /^[^=]*=[@<]"?([^;"]+)/.exec(text) ?? [];
  return file === undefined ? [] : ofStoredFile(file, run, around);
}

/** httpie: `data@file`, `field=@file`, `field:=@file`, and standard input. */
function ofItems(words: readonly string[], run: Invocation, around: Surroundings): readonly Payload[] {
  const files = words.flatMap((text) => /^[\w.-]*(?::?=)?@(.+)$/.exec(text)?.[1] ?? []).map(ofFile);
  const input = run.input.kind === 'none' ? null : piped(run, around);
  return input === null ? files : [...files, input];
}

function ofStoredFile(file: string, run: Invocation, around: Surroundings): readonly Payload[] {
  if (file !== '-' && file !== '.' && file !== '/dev/stdin')
    return file.startsWith('<(') ? nestedPayload(file, around) : [ofFile(file)];
  const input = piped(run, around);
  return input === null ? [] : [input];
}
