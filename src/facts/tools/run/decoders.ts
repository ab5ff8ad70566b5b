import type { Invocation } from '../../shell/invocation.ts';

/** It turns what nobody can read into what runs: `base64 -d`, `openssl enc -d`, `xxd -r`, `printf '\x72\x6d'`. */
export function decodes(run: Invocation): boolean {
  const row = ROWS.find(([tools]) => tools.test(run.tool));
  if (row === undefined) return false;
  const said = run.args.map(({ text }) => text).join(' ');
  return row[1].test(said) && !UPPER.test(said);
}

/** `tr A-Z a-z` changes nothing that matters. */
const UPPER = /^(A-Z a-z|a-z A-Z|\[:upper:\] \[:lower:\]|\[:lower:\] \[:upper:\])$/;

const ROWS: readonly (readonly [tools: RegExp, words: RegExp])[] = [
  [/^(base64|base32|basenc|gbase64)$/, /(^| )(-[a-zA-Z]*[dD]\b|--decode)/],
  [/^openssl$/, /(^| )-(d|decrypt)\b/],
  [/^xxd$/, /(^| )-\w*r/],
  [/^(gzip|bzip2|xz|zstd|brotli|lz4)$/, /(^| )(-\w*d|--(de|un)compress)/],
  [/^(gunzip|zcat|bzcat|xzcat|bunzip2|unxz|uudecode|rev|rot13|ascii2binary)$/, /^/],
  [/^tr$/, /[a-zA-Z]-[a-zA-Z].*[a-zA-Z]-[a-zA-Z]/],
  [/^(gpg|gpg2|age)$/, /(^| )(-d|--decrypt)\b/],
  [/^(printf|echo)$/, /\\(x[0-9a-f]{2}|[0-3][0-7]{2}|0[0-3][0-7]{2})/i],
];
