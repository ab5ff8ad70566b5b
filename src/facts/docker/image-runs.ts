import type { Edit } from '../../model/change.ts';
import type { Observation } from '../analyzer.ts';
import { environmentOfPath } from '../environment.ts';
import { hostIn, newDestruction, remoteScriptsIn, type Script } from '../pipelines/script-changes.ts';
import { type Certainty, untrustedRun } from '../pipelines/states.ts';
import { type Dockerfile, filled, type Instruction } from './dockerfile.ts';
import { isStage } from './image-base.ts';

/** What an image newly takes from strangers while it is built, what it keeps in its layers, and as whom it runs. */
export function looserBuild(edit: Edit, before: Dockerfile | null, after: Dockerfile): readonly Observation[] {
  return [
    ...remote(edit, before, after),
    ...unchecked(edit, before, after),
    ...secrets(edit, before, after),
    ...powers(edit, before, after),
    ...(before ? [...rootAgain(edit, before, after), ...noHealthcheck(edit, before, after)] : []),
    ...newDestruction(started(edit, before), started(edit, after), 'likely').filter(
      ({ attributes }) => attributes['technology'] !== 'machine',
    ),
  ];
}

function all(file: Dockerfile | null): readonly Instruction[] {
  return (file?.stages ?? []).flatMap(({ instructions }) => instructions);
}

function scriptOf({ text, body }: Instruction): string {
  const words = /^\[\s*("(?:[^"\\]|\\.)*"\s*,?\s*)+\]$/.test(text) ? execForm(text) : text;
  return body === '' ? words : `${words}\n${body}`;
}

/** `["sh", "-c", "…"]` */
function execForm(text: string): string {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.map((word) => `'${String(word).replaceAll("'", '')}'`).join(' ') : text;
  } catch {
    return text; // docker reads it as a script then, and so do we
  }
}

function tell(
  edit: Edit,
  line: number,
  name: string,
  certainty: Certainty,
  because: string,
  remedy: string,
): Parameters<typeof untrustedRun>[0] {
  return { technology: 'docker', edit, line, subject: `${edit.path}: ${name}`, name, certainty, because, remedy };
}

const KNOWN =
  /^(sh\.rustup\.rs|get\.docker\.com|deb\.nodesource\.com|rpm\.nodesource\.com|astral\.sh|bun\.sh|install\.python-poetry\.org|get\.pnpm\.io|deno\.land)$/;

function remote(edit: Edit, before: Dockerfile | null, after: Dockerfile): readonly Observation[] {
  const known = new Set(
    all(before).flatMap((one) => remoteScriptsIn(scriptOf(one)).map(({ script }) => hostIn(script))),
  );
  const scripts = all(after).flatMap((one) =>
    remoteScriptsIn(scriptOf(one)).flatMap(({ script, line }) => {
      const host = hostIn(script);
      if (known.has(host)) return [];
      known.add(host);
      const certainty = before === null || KNOWN.test(host) ? 'possible' : 'likely';
      return [
        untrustedRun(
          tell(
            edit,
            one.line + line - 1,
            host,
            certainty,
            `whatever ${host} answers is run as the image is built`,
            'Download a fixed version and compare its sha256 before it runs',
          ),
          'script',
        ),
      ];
    }),
  );
  const urls = new Set(all(before).flatMap(remoteFile));
  const files = all(after).flatMap((one) =>
    remoteFile(one).flatMap((url) =>
      urls.has(url) || one.flags.some((flag) => flag.startsWith('--checksum='))
        ? []
        : [
            untrustedRun(
              tell(
                edit,
                one.line,
                url,
                before === null ? 'possible' : 'likely',
                `the file from ${url} is taken without a checksum`,
                `ADD --checksum=sha256:<digest> ${url} …`,
              ),
              'script',
            ),
          ],
    ),
  );
  return [...scripts, ...files];
}

function remoteFile({ name, text, flags }: Instruction): readonly string[] {
  if (name !== 'ADD' || flags.some((flag) => flag.startsWith('--checksum='))) return [];
  // a new version of the same file is an update
  return (text.match(/https?:\/\/[^\s"',]+/g) ?? []).map((url) => url.replace(/\d+(\.\d+)+/g, '*'));
}

const UNCHECKED =
  /\bcurl\b[^\n|;&]{0,200}\s(-k|--insecure)\b|--no-check-certificate\b|--allow-unauthenticated\b|--nogpgcheck\b|--trusted-host\b|strict-ssl\s+false|GIT_SSL_NO_VERIFY|NODE_TLS_REJECT_UNAUTHORIZED|sslverify=?\s*(false|0)|--allow-untrusted\b/i;
const COMPARES =
  /\b(sha(1|224|256|384|512)sum|md5sum|shasum)\b[^\n]{0,200}(-c|--check)\b|\bgpg\b[^\n]{0,200}--verify\b|\bcosign verify/;

function unchecked(edit: Edit, before: Dockerfile | null, after: Dockerfile): readonly Observation[] {
  const found = (file: Dockerfile | null, pattern: RegExp): Instruction | undefined =>
    all(file).find((one) => pattern.test(scriptOf(one)));
  const off = found(after, UNCHECKED);
  const observed: Observation[] = [];
  if (off && !found(before, UNCHECKED)) {
    const what = UNCHECKED.exec(scriptOf(off))?.[0].trim().slice(-60) ?? '';
    observed.push(
      untrustedRun(
        tell(
          edit,
          off.line,
          what,
          before ? 'likely' : 'possible',
          `what it downloads is no longer checked: ${what}`,
          '',
        ),
        'script',
      ),
    );
  }
  const compared = found(before, COMPARES);
  const downloads = found(after, /\b(curl|wget)\b[^\n]*https?:/);
  if (
    compared &&
    downloads &&
    !found(after, COMPARES) &&
    !all(after).some(({ flags }) => flags.some((flag) => flag.startsWith('--checksum=')))
  )
    observed.push(
      untrustedRun(
        tell(edit, downloads.line, 'checksum', 'likely', 'what it downloads is no longer compared with a checksum', ''),
        'script',
      ),
    );
  return observed;
}

const SECRET =
  /(^|_)(PASS(WORD|WD|PHRASE)?|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|CREDENTIALS?|AUTH)(_ID|_KEY)?$/i;
const PLACEHOLDER =
  /^["']?(|dummy|placeholder|changeme|change-me|build|test|fake|none|x+|1|true|false|unused|notused|development)["']?$/i;

/** `ARG` and `ENV` stay readable in the history of the image, whoever pulls it. */
function secrets(edit: Edit, before: Dockerfile | null, after: Dockerfile): readonly Observation[] {
  const known = new Set(
    all(before)
      .flatMap(secretsIn)
      .map(({ name }) => name),
  );
  return all(after).flatMap((one) =>
    secretsIn(one).flatMap(({ name, value, isArg }) => {
      if (known.has(name) || (PLACEHOLDER.test(value) && !isArg)) return [];
      known.add(name);
      const isLiteral = value !== '' && !value.includes('$') && !PLACEHOLDER.test(value);
      const certainty = isLiteral ? 'certain' : before === null ? 'possible' : 'likely';
      const because = `${name} stays readable in the layers of the image, for whoever pulls it`;
      return [
        untrustedRun(
          tell(edit, one.line, name, certainty, because, `RUN --mount=type=secret,id=${name.toLowerCase()} …`),
          'secret',
        ),
      ];
    }),
  );
}

function secretsIn({
  name,
  text,
}: Instruction): readonly { readonly name: string; readonly value: string; readonly isArg: boolean }[] {
  if (name !== 'ARG' && name !== 'ENV') return [];
  const pairs = [...text.matchAll(/(?:^|\s)([A-Za-z_]\w*)(?:=("[^"]*"|'[^']*'|\S*))?/g)].map(
    ([, key = '', value = '']) => ({ name: key, value: value.replace(/^["']|["']$/g, ''), isArg: name === 'ARG' }),
  );
  // `ENV KEY value` is the old way to write one
  const old =
    name === 'ENV' && !/^\w+=/.test(text)
      ? [{ name: text.split(/\s+/)[0] ?? '', value: text.split(/\s+/).slice(1).join(' '), isArg: false }]
      : pairs;
  return old.filter((one) => SECRET.test(one.name) && !/_(FILE|PATH|URL|HOST)$/i.test(one.name));
}

function powers(edit: Edit, before: Dockerfile | null, after: Dockerfile): readonly Observation[] {
  const flagsOf = (file: Dockerfile | null): readonly string[] =>
    all(file).flatMap(({ flags }) => flags.filter((flag) => /^--(security=insecure|network=host)$/.test(flag)));
  const known = new Set(flagsOf(before));
  const fresh = all(after).find(({ flags }) => flags.some((flag) => flagsOf(after).includes(flag) && !known.has(flag)));
  const flag = flagsOf(after).find((one) => !known.has(one));
  return fresh && flag !== undefined
    ? [widened(edit, fresh.line, flag, 'likely', `a step of the build runs with ${flag}, outside of its walls`)]
    : [];
}

/** The image ran as somebody, and now runs as root, who is root on the machine once he is out of the container. */
function rootAgain(edit: Edit, before: Dockerfile, after: Dockerfile): readonly Observation[] {
  const then = userOf(before);
  const now = userOf(after);
  if (then === null || isRoot(then.name) || then.name === '' || (now !== null && !isRoot(now.name))) return [];
  const last = after.stages.at(-1);
  if (!last || NONROOT.test(last.image)) return [];
  const isElsewhere = before.stages.at(-1)?.image !== last.image && now === null;
  const because = now
    ? `it runs as ${now.name} and no longer as ${then.name}`
    : `it no longer says USER ${then.name}, and so runs as root`;
  return [widened(edit, now?.line ?? last.line, 'USER', isElsewhere ? 'likely' : 'certain', because)];
}

const NONROOT = /nonroot|rootless|unprivileged|chainguard|bitnami\//;

function isRoot(user: string): boolean {
  return /^(root|0)(:|$)/i.test(user);
}

/** Of the last stage, or of the stage it is built on. */
function userOf(file: Dockerfile): { readonly name: string; readonly line: number } | null {
  let stage = file.stages.at(-1);
  for (let depth = 0; stage && depth < file.stages.length; depth++) {
    const user = stage.instructions.findLast(({ name }) => name === 'USER');
    const args = new Map([
      ...file.args,
      ...stage.instructions.flatMap(({ name, text }): [string, string][] =>
        name === 'ARG' || name === 'ENV' ? pairOf(text) : [],
      ),
    ]);
    if (user) return { name: filled(user.text, args), line: user.line };
    const { image } = stage;
    stage = isStage(file, stage)
      ? file.stages.find(({ alias }) => alias.toLowerCase() === image.toLowerCase())
      : undefined;
  }
  return null;
}

function pairOf(text: string): [string, string][] {
  const [, key, value = ''] = /^(\w+)[= ]["']?([^"'\s]*)/.exec(text) ?? [];
  return key === undefined ? [] : [[key, value]];
}

function widened(edit: Edit, line: number, name: string, certainty: Certainty, because: string): Observation {
  return {
    kind: 'access.widen',
    subject: `${edit.path}: ${name}`,
    edit,
    range: { from: line, to: line },
    attributes: {
      technology: 'docker',
      type: 'image',
      name,
      certainty,
      because,
      remedy: '',
      environment: environmentOfPath(edit.path),
      how: 'privilege',
    },
  };
}

function noHealthcheck(edit: Edit, before: Dockerfile, after: Dockerfile): readonly Observation[] {
  const has = (file: Dockerfile): boolean =>
    file.stages.at(-1)?.instructions.some(({ name, text }) => name === 'HEALTHCHECK' && !/^none$/i.test(text)) === true;
  const last = after.stages.at(-1);
  if (!has(before) || has(after) || !last) return [];
  return [
    {
      kind: 'infra.unprotect',
      subject: `${edit.path}: HEALTHCHECK`,
      edit,
      range: { from: last.line, to: last.line },
      attributes: {
        technology: 'docker',
        type: 'image',
        name: 'HEALTHCHECK',
        certainty: 'possible',
        because: 'nothing says any more whether what it runs is well',
        remedy: '',
        stateful: false,
        critical: 'unknown',
        environment: environmentOfPath(edit.path),
        reversible: true,
        dependents: 'unknown',
        protection: 'availability',
      },
    },
  ];
}

/** What a container does as soon as it starts. */
function started(edit: Edit, file: Dockerfile | null): readonly Script[] {
  return all(file).flatMap((one) =>
    one.name === 'CMD' || one.name === 'ENTRYPOINT'
      ? [{ edit, where: one.name, text: scriptOf(one), line: one.line, hints: [] }]
      : [],
  );
}
