import type { Invocation, Surroundings } from '../../shell/invocation.ts';
import { readOptions } from '../options.ts';
import { hostOf, isLocal } from '../run/fetchers.ts';
import { nestedIn } from '../run/nested.ts';
import { ofFile, type Payload, piped, strongest } from './payload.ts';
import type { Sent } from './requests.ts';

/** To a machine that somebody can log in to: one's own most often. */
export function copiesOf(run: Invocation): readonly Sent[] {
  const { plain } = readOptions(run.args, {
    takes: [
      '-i',
      '-P',
      '-F',
      '-o',
      '-l',
      '-c',
      '-J',
      '-S',
      '-e',
      '--rsh',
      '--exclude',
      '--include',
      '--filter',
      '--bwlimit',
      '-b',
    ],
  });
  const target = plain.at(-1)?.text ?? '';
  const [, host] =
    /^(?:scp|sftp|rsync):\/\/(?:[^@/]*@)?([^/:]+)|^(?:[^@/:\s]*@)?([\w.-]+|\[[^\]]+\]|\$\{?\w+\}?):/
      .exec(target)
      ?.filter((one) => one !== undefined) ?? [];
  if (host === undefined || /^[A-Za-z]$/.test(host) || isLocal(host)) return [];
  const sent = plain
    .slice(0, -1)
    .map(({ text }) => text)
    .filter((text) => !/^[\w.@-]+:[^\\]/.test(text))
    .map(ofFile);
  return sent.map((payload) => ({ payload: { ...payload, sensitive: payload.sensitive === true }, to: host }));
}

/** Where on the other machine it lands: a program or a setting of that system. */
export function landsInSystem(run: Invocation): string | null {
  const target = run.args.at(-1)?.text ?? '';
  const [, path = ''] = /^[^/\s]*[\w\]]:(\/.*)$/.exec(target) ?? [];
  return /^\/(etc|usr|bin|sbin|lib\w*|boot|opt\/[^/]+\/bin|root|var\/(lib|spool\/cron)|Library|System)(\/|$)|^\/$/.test(
    path,
  )
    ? path
    : null;
}

/** What is piped into a connection: `| nc host 4444`, `| ssh host 'cat > x'`, `| mail -s x a@b`. */
export function streamsOf(run: Invocation, around: Surroundings): readonly Sent[] {
  const texts = run.args.map(({ text }) => text);
  if (texts.some((text) => /^-[a-zA-Z]*[zlh]|^--(listen|help)$/.test(text)) && /^(nc|ncat|netcat)$/.test(run.tool))
    return [];
  const payload = put(run, texts) ?? piped(run, around) ?? attached(texts);
  if (payload === null) return [];
  const plain = texts.filter((text) => !text.startsWith('-'));
  const host = hostOf(
    plain
      .find((text) => /[.:@]/.test(text))
      ?.replace(/^(tcp4?|openssl|udp|tcp-connect):/i, '')
      .replace(/^.*@/, '') ??
      plain[0] ??
      '',
  );
  if (isLocal(host)) return [];
  // one's own machine: only what is a secret for certain
  const sensitive = run.tool === 'ssh' ? payload.sensitive === true : payload.sensitive;
  return [{ payload: { ...payload, sensitive }, to: host }];
}

/** `put .env`, said to an ftp client on its input or with `-e`. */
function put({ tool, input }: Invocation, texts: readonly string[]): Payload | null {
  if (!/^(s?ftp|lftp|tftp|smbclient)$/.test(tool)) return null;
  const said = `${texts.join(' ')}\n${input.kind === 'text' ? input.text : ''}`.slice(0, 4_000);
  return strongest([...said.matchAll(/\bm?put(?: -\w+)* ([^\s;'"]+)/g)].map(([, path = '']) => ofFile(path)));
}

function attached(texts: readonly string[]): Payload | null {
  const files = texts.flatMap((text, at) =>
    /^(-a|-A|--attach|--attachment)$/.test(texts[at - 1] ?? '') ? [text] : [],
  );
  return strongest(files.map(ofFile));
}

const CLOUD = /^(s3|gs|az|https?|b2|r2|oss|cos):\/\/|^[\w-]+:[\w./-]*$/;

/** A bucket is where a build puts things: only secrets are said. */
export function storesOf(run: Invocation, around: Surroundings): readonly Sent[] {
  const plain = run.args.map(({ text }) => text).filter((text) => !text.startsWith('-'));
  const at = plain.findIndex((text) =>
    /^(cp|sync|mv|move|copy|copyto|put|upload|rsync|upload-file|mirror|upload-batch)$/.test(text),
  );
  if (at < 0) return [];
  const target = plain.slice(at + 1).findLast((text) => CLOUD.test(text)) ?? run.tool;
  const input = run.args.some(({ text }) => text === '-') ? piped(run, around) : null;
  const sources = plain.slice(at + 1).filter((text) => text !== target && !CLOUD.test(text));
  const payloads = [...sources.map(ofFile), ...(input === null ? [] : [input])].filter(
    ({ sensitive, what }) => sensitive === true && !/\.(sql|dump|sqlite3?|db|bak)(\.gz)?$/i.test(what),
  );
  return payloads.map((payload) => ({ payload, to: target }));
}

/** A name that is looked up leaves the network even where nothing else does: `dig $(cat key | base64).example`. */
export function lookupsOf(run: Invocation, around: Surroundings): readonly Sent[] {
  return run.args.slice(0, 20).flatMap((word) => {
    if (word.known || !/(\)|`|\})["']?\./.test(word.source)) return [];
    const inner = nestedIn(word, around);
    if (inner.length === 0) return [];
    const isSecret = inner.some(
      ({ tool, args }) => /^(env|printenv)$/.test(tool) || args.some(({ text }) => ofFile(text).sensitive === true),
    );
    const to = word.text.replace(/^.*[)`}]["']?\./, '').slice(0, 80);
    return [
      {
        payload: {
          what: 'what a command prints, as part of a name',
          sensitive: isSecret ? true : ('unknown' as const),
        },
        to,
      },
    ];
  });
}
