import type { Truth } from '../../../model/change.ts';
import type { Invocation, Surroundings, Word } from '../../shell/invocation.ts';
import { nestedIn, upstream } from '../run/nested.ts';
import { secretNameOf } from '../secrets/names.ts';

/** What would be sent, in the words of a person, and whether it holds secrets. */
export type Payload = { readonly what: string; readonly sensitive: Truth };

export function ofFile(path: string): Payload {
  if (/^\/dev\/(null|zero|u?random)$/.test(path)) return { what: 'nothing', sensitive: false };
  const name = secretNameOf(path);
  if (name !== null && name.certainty === 'likely') return { what: `${path} (${name.what})`, sensitive: true };
  if (HARMLESS.test(path)) return { what: path, sensitive: false };
  if (PRIVATE.test(path)) return { what: path, sensitive: true };
  return { what: path, sensitive: 'unknown' };
}

/** The body of a request, a report, a package: written to be sent. */
const HARMLESS =
  /\.(json|jsonl|ndjson|xml|ya?ml|graphql|txt|html?|csv|lcov|sarif|info|png|jpe?g|gif|svg|webp|pdf|mp[34]|wav|whl|deb|rpm|apk|ipa|aab|jar|nupkg|crate|gem|vsix|exe|dmg|msi|pkg|sig|asc|sha\d+|sbom|md)$|(^|\/)(coverage|dist|build|out|target|artifacts?|reports?|release)\//i;
const PRIVATE =
  /^\/etc\/(passwd|hosts|sudoers|group|ssh\/.*)$|^(~|\/root|\/home\/[^/]+|\/Users\/[^/]+|\$HOME)\/?$|\.(sql|dump|sqlite3?|db|bak)(\.gz)?$/i;

/** What the commands before the pipe give out; null: nothing of this machine, as `echo '{"ok":true}'`. */
export function piped(run: Invocation, around: Surroundings): Payload | null {
  const before = upstream(run);
  const found = before.flatMap((one) => given(one) ?? []);
  if (run.input.kind === 'file') found.push(ofFile(run.input.path.text));
  if (run.input.kind === 'text' && !run.input.known) found.push(...nestedPayload(run.input.text, around));
  return strongest(found);
}

export function strongest(found: readonly Payload[]): Payload | null {
  return (
    found.find(({ sensitive }) => sensitive === true) ??
    found.find(({ sensitive }) => sensitive === 'unknown') ??
    found[0] ??
    null
  );
}

/** `-d "$(cat .env)"`, `https://…/?d=$(env | base64)`. */
export function nestedPayload(source: string, around: Surroundings): readonly Payload[] {
  const word: Word = { text: source, source, known: false, glob: false };
  return nestedIn(word, around).flatMap((one) => given(one) ?? []);
}

const SHOWS =
  /^(cat|bat|head|tail|less|base64|base32|xxd|od|hexdump|gzip|bzip2|xz|zstd|strings|grep|sed|awk|cut|sort|nl|tac|jq|openssl|gpg|tr|paste|type|get-content|gc)$/;
const PACKS = /^(tar|zip|7z|cpio|rsync|find|git)$/;

function given(run: Invocation): Payload | null {
  const texts = run.args.map(({ text }) => text);
  const fixed = FIXED.find(([tools, words]) => tools.test(run.tool) && words.test(texts.join(' ')));
  if (fixed !== undefined) return fixed[2];
  if (PACKS.test(run.tool)) return packed(run.tool, texts);
  const input = run.input.kind === 'file' ? [run.input.path.text] : [];
  if (!SHOWS.test(run.tool))
    return [...texts, ...input].map(ofFile).find(({ sensitive }) => sensitive === true) ?? null;
  const plain = texts.filter((text) => !text.startsWith('-'));
  const redirected = run.redirects.flatMap(({ operator, target }) => (operator === '<' ? [target.text] : []));
  const isPattern = /^(grep|sed|awk|jq|cut)$/.test(run.tool);
  return strongest([...(isPattern ? plain.slice(1) : plain), ...input, ...redirected].map(ofFile));
}

const FIXED: readonly (readonly [tools: RegExp, words: RegExp, payload: Payload | null])[] = [
  [/^(env|printenv|set)$/, /^$/, { what: 'the environment', sensitive: true }],
  [/^(export|declare)$/, /^-p$/, { what: 'the environment', sensitive: true }],
  [/^printenv$/, /^/, { what: 'a variable', sensitive: 'unknown' }],
  [/^history$/, /^/, { what: 'what somebody typed', sensitive: true }],
  [
    /^(pg_dump|pg_dumpall|mysqldump|mongodump|mongoexport|redis-cli|sqlite3|psql|mysql)$/,
    /^/,
    { what: 'what a database holds', sensitive: 'unknown' },
  ],
  [
    /^(whoami|id|hostname|ifconfig|ip|ps|netstat|ss|last|w|who|lsof|crontab|systeminfo|ipconfig)$/,
    /^/,
    { what: 'what this machine says of itself', sensitive: 'unknown' },
  ],
  [/^(openssl|tr)$/, /^/, null],
];

function packed(tool: string, texts: readonly string[]): Payload | null {
  if (tool === 'git')
    return /^(diff|show|log|archive|bundle)$/.test(texts[0] ?? '') && !texts.includes('--stat')
      ? { what: 'source code', sensitive: texts[0] === 'log' ? false : 'unknown' }
      : null;
  const secret = texts
    .filter((text) => !text.startsWith('-'))
    .map(ofFile)
    .find(({ sensitive }) => sensitive === true);
  return secret ?? (tool === 'find' ? null : { what: 'a folder of files', sensitive: 'unknown' });
}
