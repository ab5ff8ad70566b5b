import { decodeBase64 } from './base64.ts';
import type { Finding } from './finding.ts';
import { isPlaceholder } from './value.ts';

/**
 * `kind: Secret` with `data` or `stringData` in the clear. Line by line: a chart's template is no YAML, and what is sealed,
 * encrypted or taken from elsewhere has another kind or says so.
 */
export function secretsInManifest(lines: readonly string[]): readonly Finding[] {
  const found: Finding[] = [];
  let begin = 0;
  for (let index = 0; index <= lines.length; index++) {
    if (index < lines.length && !(lines[index] ?? '').startsWith('---')) continue;
    found.push(...inDocument(lines.slice(begin, index), begin));
    begin = index + 1;
  }
  return found;
}

function inDocument(lines: readonly string[], offset: number): readonly Finding[] {
  if (!lines.some((line) => /^(- |\s{1,8}(- )?)?["']?kind["']?:\s*["']?Secret["']?,?\s*$/.test(line))) return [];
  if (lines.some((line) => /^\s*["']?sops["']?:|ENC\[AES256_GCM|\$ANSIBLE_VAULT/.test(line))) return [];
  const found: Finding[] = [];
  let block: { readonly indent: number; readonly encoded: boolean } | null = null;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    const indent = line.search(/\S/);
    if (block !== null && indent <= block.indent) block = null;
    if (block !== null) found.push(...ofEntry(line, lines[index + 1] ?? '', offset + index + 1, block.encoded));
    const head = /^(\s*)["']?(data|stringData)["']?:\s*\{?\s*$/.exec(line);
    if (head) block = { indent, encoded: head[2] === 'data' };
  }
  return found;
}

function ofEntry(line: string, below: string, number: number, encoded: boolean): readonly Finding[] {
  const [ahead = '', key = '', written = ''] = /^\s*["']?([\w.-]+)["']?:\s*(.*?)\s*,?\s*$/.exec(line) ?? [];
  if (key === '' || PUBLIC.test(key)) return [];
  const inline = written.replace(/\s+#.*$/, '').replace(/^(["'])(.*)\1$/, '$2');
  const raw = /^[|>][+-]?\d?$/.test(inline) ? below.trim() : inline;
  const value = encoded ? decodeBase64(raw) : raw;
  if (value === null || isNoSecret(raw) || isNoSecret(value)) return [];
  return [{ detector: 'kubernetes-secret', certainty: 'likely', line: number, token: raw, ahead }];
}

function isNoSecret(value: string): boolean {
  const bare = value.trim();
  return /^(true|false|\d{0,6})$/.test(bare) || /-----BEGIN CERTIFICATE/.test(bare) || isPlaceholder(bare);
}

/** What a Secret holds beside its secret. */
const PUBLIC =
  /^(user(name)?|[\w.-]*[_.-](user(name)?|host(name)?|port|name|region|endpoint|email|database|bucket)|login|host(name)?|port|name|namespace|database|db(name)?|region|endpoint|bucket|email|type|project|server|provider|url|ca\.crt|tls\.crt|cert(ificate)?|ca|issuer|audience|client[_-]?id|tenant[_-]?id|app[_-]?id|account[_-]?id|namespace|enableLfs|insecure)$/i;
