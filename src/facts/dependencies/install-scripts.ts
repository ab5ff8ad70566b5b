import type { Path } from '../../model/change.ts';
import { isRecord } from '../../model/json.ts';

export type InstallScript = {
  readonly name: string;
  readonly certainty: 'likely' | 'possible';
  readonly because: string;
};

const AT_INSTALL = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'];

/** The files such scripts run, as they are written: whether they were there before tells much. */
export function filesOfScripts(text: string): readonly Path[] {
  return Object.entries(scriptsOf(text)).flatMap(([name, script]) =>
    AT_INSTALL.includes(name) ? script.split(/&&|;/).flatMap((part) => fileOf(part) ?? []) : [],
  );
}

function fileOf(part: string): Path | undefined {
  return /(?:^|\s)(?:\.\/)?([\w./-]+\.(?:[cm]?[jt]s|sh|py|rb|pl|ps1|bat))\b/.exec(part)?.[1];
}

/** Scripts that every installation of this package begins to run. `isOld`: was the file there before this change? */
export function newInstallScripts(
  before: string | null,
  after: string,
  isOld: (file: Path) => boolean,
): readonly InstallScript[] {
  const then = before === null ? {} : scriptsOf(before);
  return Object.entries(scriptsOf(after)).flatMap(([name, script]): readonly InstallScript[] => {
    if (!AT_INSTALL.includes(name) || then[name] === script) return [];
    const parts = (then[name] ?? '').split(/&&|;/).map((part) => part.trim());
    const fresh = script
      .split(/&&|;/)
      .map((part) => part.trim())
      .filter((part) => !parts.includes(part));
    const seen = fresh.map((part) => judge(part, name, isOld)).filter((one) => one !== null);
    const worst = seen.find(({ certainty }) => certainty === 'likely') ?? seen[0];
    return worst === undefined ? [] : [{ name, ...worst }];
  });
}

function scriptsOf(text: string): Readonly<Record<string, string>> {
  const root: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  const scripts = isRecord(root) && isRecord(root['scripts']) ? root['scripts'] : {};
  return Object.fromEntries(
    Object.entries(scripts).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** Fetches, decodes, or holds a program in its arguments. */
const FOREIGN =
  /\b(curl|wget|iwr|Invoke-WebRequest|iex|powershell|nc|base64|eval|xxd|openssl)\b|\b(node|bun|deno|python3?|perl|ruby|php)\s+(-e|-p|-c|--eval|eval)\b|\b(ba|z)?sh\s+-c\b|https?:\/\/|\|\s*(ba|z)?sh\b|\/dev\/tcp|atob\(/i;
/** Tools that set up a working copy, and builds by the project's own scripts. */
const USUAL =
  /^(npx\s+(--no-install\s+)?)?(husky|patch-package|patch-pkg|lefthook|simple-git-hooks|is-ci|only-allow|prisma|electron-builder|electron-rebuild|node-gyp|prebuild-install|node-pre-gyp|nuxt|nuxi|svelte-kit|cypress|playwright|ngcc|lerna|nx|turbo|tsc|vite|rollup|tsup|unbuild|webpack|babel|gulp|grunt|echo|exit|true|opencollective|opencollective-postinstall|link-module-alias|rimraf|mkdirp|cpx?|bob|expo|pod-install|fumadocs-mdx|wxt|velite|astro|relay-compiler|graphql-codegen|panda|panda codegen|sst|allow-scripts|ts-patch|remix|contentlayer|msw|paraglide-js|typesync|yarn-deduplicate|(npm|pnpm|yarn|bun)\s+(run\s+)?[\w:.-]+|(npm|pnpm|yarn)\s+--?\S+\s+\S+.*|bundle install|git config core\.hooksPath)\b/;

type Judgement = Omit<InstallScript, 'name'>;

function judge(part: string, name: string, isOld: (file: Path) => boolean): Judgement | null {
  if (FOREIGN.test(part))
    return { certainty: 'likely', because: `${name} fetches or decodes what it runs at every installation` };
  if (part === '' || USUAL.test(part)) return null;
  const file = fileOf(part);
  const isNew = file !== undefined && !isOld(file);
  if (name === 'prepare' || name === 'prepublish')
    return isNew ? { certainty: 'possible', because: `${name} runs a new file, ${file}` } : null;
  if (isNew) return { certainty: 'likely', because: `${name} runs a new file, ${file}, at every installation` };
  return { certainty: 'possible', because: `${name} runs at every installation` };
}
