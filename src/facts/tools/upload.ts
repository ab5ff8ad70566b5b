import type { Invocation, Surroundings } from '../shell/invocation.ts';
import { effect } from './effects.ts';
import type { Effect, Family } from './family.ts';
import { copiesOf, landsInSystem, lookupsOf, storesOf, streamsOf } from './outside/copies.ts';
import { placeOf } from './outside/hosts.ts';
import { ofFile, piped, strongest } from './outside/payload.ts';
import { requestsOf, type Sent } from './outside/requests.ts';
import { hostOf, isLocal } from './run/fetchers.ts';
import { readsFiles, sends } from './run/programs.ts';
import { literalsOf } from './secrets/literals.ts';
import { secretNameOf } from './secrets/names.ts';

/** What would leave this machine. */
export const upload: Family = {
  id: 'upload',
  tools: ['*'],
  read: (run, around) => {
    if (run.args.some(({ text }) => text === '--help' || text === '--version')) return [];
    const sent = sentBy(run, around).flatMap((one) => weigh(one) ?? []);
    const worst =
      sent.find(({ payload }) => payload.sensitive === true) ??
      sent.find(({ payload }) => payload.sensitive === 'unknown') ??
      sent[0];
    const landed = landsInSystem(run);
    const lands = landed !== null && /^(scp|rsync|sftp)$/.test(run.tool) ? [changesSystem(run, landed)] : [];
    return worst === undefined ? lands : [leaves(run, worst), ...lands];
  },
};

function sentBy(run: Invocation, around: Surroundings): readonly Sent[] {
  const own = BY_TOOL.find(([tools]) => tools.test(run.tool))?.[1](run, around) ?? [];
  return [...own, ...throughDevice(run, around), ...byProgram(run)];
}

type Reader = (run: Invocation, around: Surroundings) => readonly Sent[];

const BY_TOOL: readonly (readonly [tools: RegExp, read: Reader])[] = [
  [/^(curl|hurl|wget2?|https?|xhs?|iwr|irm|invoke-webrequest|invoke-restmethod)$/, requestsOf],
  [/^(scp|rsync|rcp|pscp)$/, copiesOf],
  [
    /^(nc|ncat|netcat|socat|telnet|mail|mailx|s-nail|mutt|sendmail|msmtp|swaks|ssh|sftp|smbclient|ftp|lftp|tftp|websocat|openssl|gsocket)$/,
    (run, around) => (run.tool === 'openssl' && run.args[0]?.text !== 's_client' ? [] : streamsOf(run, around)),
  ],
  [/^(aws|gsutil|gcloud|az|azcopy|rclone|s3cmd|s5cmd|mc|b2|ossutil)$/, storesOf],
  [/^(dig|nslookup|host|ping|drill|kdig|resolvectl|getent|tracepath|traceroute)$/, lookupsOf],
  [/^(gh|glab|gist|croc|wormhole|ffsend|pastebinit|pb|wgetpaste|fpaste|termbin|onionshare-cli|bun)$/, handsOver],
];

/** Text for everybody to see: a gist, a paste. */
function handsOver(run: Invocation, around: Surroundings): readonly Sent[] {
  const texts = run.args.map(({ text }) => text);
  const said = texts.join(' ');
  const to = SHARES.find(([tools, words]) => tools.test(run.tool) && words.test(said))?.[2];
  if (to === undefined) return [];
  const files = texts
    .filter((text) => !text.startsWith('-') && !/^(gist|create|snippet|send|upload|new|edit|add)$/.test(text))
    .map(ofFile);
  const input = piped(run, around);
  const payload = strongest([...files, ...(input === null ? [] : [input])]) ?? { what: 'a text', sensitive: 'unknown' };
  return [{ payload: { ...payload, sensitive: payload.sensitive === true ? true : 'unknown' }, to }];
}

const SHARES: readonly (readonly [tools: RegExp, words: RegExp, to: string])[] = [
  [/^gh$/, /^gist (create|new|edit .*(-a|--add))/, 'a gist'],
  [/^glab$/, /^snippet create/, 'a snippet'],
  [/^(gist|pastebinit|pb|wgetpaste|fpaste|termbin)$/, /^(?!-?-?(list|l|help|login|version)\b)/, 'a paste'],
  [/^(croc|wormhole|ffsend)$/, /\b(send|upload|tx)\b/, 'whoever has the code'],
  [/^onionshare-cli$/, /\S/, 'whoever has the address'],
];

/** `cat x > /dev/tcp/host/port`. */
function throughDevice(run: Invocation, around: Surroundings): readonly Sent[] {
  return run.redirects.flatMap(({ operator, target }) => {
    const [, host = ''] = /^\/dev\/(?:tcp|udp)\/([^/]+)\//.exec(target.text) ?? [];
    if (host === '' || isLocal(host) || !operator.includes('>')) return [];
    const files = run.args
      .map(({ text }) => text)
      .filter(
        (text) => !text.startsWith('-') && /^(cat|tar|base64|xxd|head|tail|dd|gzip|zip|env|printenv)$/.test(run.tool),
      )
      .map(ofFile);
    const dumped = /^(env|printenv|set)$/.test(run.tool) ? [{ what: 'the environment', sensitive: true } as const] : [];
    const payload = strongest([...dumped, ...files, ...[piped(run, around)].flatMap((one) => one ?? [])]);
    return payload === null ? [] : [{ payload, to: host }];
  });
}

/** `python -c "requests.post(url, data=open('.env'))"`. */
function byProgram(run: Invocation): readonly Sent[] {
  return run.programs.flatMap(({ from, text }) => {
    if (from === 'file' || !sends(text)) return [];
    const literals = literalsOf(text);
    const to = hostOf(literals.find((said) => /^https?:\/\//.test(said)) ?? '');
    if (isLocal(to)) return [];
    const secret = literals.find(
      (said) => /[./]/.test(said) && !said.includes('://') && secretNameOf(said)?.certainty === 'likely',
    );
    if (secret !== undefined && readsFiles(text)) return [{ payload: ofFile(secret), to }];
    if (
      /(dict|str|json\.dumps)\(\s*(dict\()?os\.environ\s*\)|stringify\(\s*process\.env\s*\)|(data|json|body)\s*[=:]\s*(os\.environ|process\.env)\b(?![.[])/.test(
        text,
      )
    )
      return [{ payload: { what: 'the environment', sensitive: true }, to }];
    const file = /\bopen\(|readFile|File\.read|file_get_contents\(\s*['"](?!https?:)/.test(text)
      ? literals.find((said) => /^[\w./~-]+\.\w+$|^\/\w/.test(said))
      : undefined;
    return file === undefined ? [] : [{ payload: ofFile(file), to }];
  });
}

/** Where it goes changes what it weighs. Null: it stays on this machine. */
function weigh({ payload, to }: Sent): Sent | null {
  if (isLocal(to)) return null;
  const place = placeOf(to);
  if (payload.sensitive === 'unknown' && place === 'home') return { payload: { ...payload, sensitive: false }, to };
  if (
    payload.sensitive === false &&
    (place === 'drop' || place === 'address' || place === 'messages') &&
    payload.what !== 'nothing'
  )
    return { payload: { ...payload, sensitive: 'unknown' }, to };
  return { payload, to };
}

function leaves(run: Invocation, { payload, to }: Sent): Effect {
  const where = to === '' ? 'an address that cannot be told' : to;
  const what = payload.what.slice(0, 200);
  return effect(
    'exfil.upload',
    {
      technology: run.tool === '' ? 'shell' : run.tool,
      subject: `${what} to ${where}`,
      because: `${what} would leave this machine for ${where}, and what has been sent cannot be taken back`,
      certainty: 'likely',
    },
    { what, to: where, sensitive: payload.sensitive },
  );
}

function changesSystem(run: Invocation, path: string): Effect {
  return effect(
    'system.change',
    {
      technology: run.tool,
      subject: `${path} on another machine`,
      because: `what lies at ${path} on the other machine would be replaced, and nothing keeps the old one`,
      certainty: 'likely',
    },
    { how: 'other', environment: 'unknown', critical: true, reversible: false },
  );
}
