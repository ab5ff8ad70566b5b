import type { Edit } from '../../model/change.ts';
import type { Content } from '../../model/content.ts';
import type { Value } from '../../model/fact.ts';
import type { AnalyzerInput, Observation } from '../analyzer.ts';
import { tell } from '../observe.ts';
import { environmentOfPath } from '../environment.ts';
import { folderOf, inFolder } from '../path.ts';
import type { Pin } from './asked.ts';
import { lockAt, manifestAt } from './formats.ts';
import { newInstallScripts } from './install-scripts.ts';
import { lineOf } from './line.ts';
import { changesOfLock, type Pinned } from './lock-changes.ts';
import { looserCommands, mayInstall } from './looser-commands.ts';
import { changesOfManifest, type Told } from './manifest-changes.ts';
import { nearName } from './near.ts';
import { isSupplySettings } from './supply-rules.ts';
import { type SupplyChange, supplyChanges } from './supply-settings.ts';

type Scripted = ReadonlyMap<string, Pin>;

export function ofManifest(
  edit: Edit,
  input: AnalyzerInput,
  scripted: Scripted,
  known: ReadonlySet<string>,
): readonly Observation[] {
  const manifest = manifestAt(edit.path);
  const { before, after } = sidesOf(edit, input);
  if (manifest === null || (after !== null && isTemplate(after))) return [];
  const then = before === null ? [] : (tell(() => manifest.asks(before)).told ?? []);
  const now = after === null ? [] : manifest.asks(after);
  return changesOfManifest(then, now)
    .filter((told) => told.kind !== 'source-change' || !hasMoved(told.name, told.because, known))
    .map((told) => observed(edit, manifest.ecosystem, told, scripted, known));
}

/** A template is filled in before anybody installs from it. */
function isTemplate(text: string): boolean {
  return (
    /\{\{|<%|\{%/.test(text) && tell((): unknown => JSON.parse(text)).error !== null && text.trimStart().startsWith('{')
  );
}

function hasMoved(name: string, because: string, known: ReadonlySet<string>): boolean {
  const place = /taken from (\S+)/.exec(because)?.[1];
  return place !== undefined && known.has(`${name} ${place}`);
}

function observed(
  edit: Edit,
  ecosystem: string,
  told: Told,
  scripted: Scripted,
  known: ReadonlySet<string>,
): Observation {
  switch (told.kind) {
    case 'remove':
      return stated(edit, 'dependency.remove', told.name, null, { ecosystem, name: told.name });
    case 'source-change': {
      const { name, because, line } = told;
      return stated(edit, 'dependency.source-change', name, line, { ecosystem, name, because, remedy: '' });
    }
    case 'add': {
      const { name, real, line, from } = told.asked;
      // another folder of this repository asks for it already
      const isKnown = known.has(`${name} ${from}`);
      const near = isKnown ? null : (nearName(ecosystem, name) ?? (real === name ? null : nearName(ecosystem, real)));
      const scripts: Value = scripted.get(name)?.scripts ?? 'unknown';
      return stated(edit, 'dependency.add', name, line, {
        ecosystem,
        name,
        source: isKnown ? 'registry' : told.asked.source,
        scripts,
        near: near ?? 'none',
        because: scripts === true ? `${told.because}, and runs a script of its own when it is installed` : told.because,
        remedy: near === null ? '' : `Ask for ${near}, if that is what is meant`,
      });
    }
  }
}

/** More of the same than this is one thing that happened to the whole file. */
const MOST_ALIKE = 3;

export function ofLock(edit: Edit, input: AnalyzerInput): readonly Observation[] {
  const lock = lockAt(edit.path);
  const { before, after } = sidesOf(edit, input);
  if (lock === null || after === null) return [];
  const then = before === null ? null : (tell(() => lock.pins(before)).told ?? null);
  const asked = namesBeside(edit, input);
  const found = changesOfLock(then, lock.pins(after)).filter(
    ({ kind, pin }) => kind === 'source-change' || !asked.has(pin.name),
  );
  const alike = new Map<string, Pinned[]>();
  for (const one of found) alike.set(one.because, [...(alike.get(one.because) ?? []), one]);
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const shown =
      group.length > MOST_ALIKE
        ? [{ ...first, pin: { ...first.pin, name: `${first.pin.name} and ${group.length - 1} more` } }]
        : group;
    return shown.map((one) => pinnedAs(edit, lock.ecosystem, one, after, first.pin.name));
  });
}

/** What the manifests of the same change ask for is said there. */
function namesBeside(edit: Edit, { edits, files }: AnalyzerInput): ReadonlySet<string> {
  const asked = edits.flatMap((other) => {
    const manifest = manifestAt(other.path);
    const content = files.get(other.path)?.after;
    if (manifest === null || content?.kind !== 'text' || !folderOf(other.path).startsWith(folderOf(edit.path)))
      return [];
    return tell(() => manifest.asks(content.text)).told ?? [];
  });
  return new Set(asked.map(({ name }) => name));
}

function pinnedAs(
  edit: Edit,
  ecosystem: string,
  { kind, pin, because }: Pinned,
  text: string,
  name: string,
): Observation {
  const line =
    pin.line > 0
      ? pin.line
      : lineOf(text, text.includes(`node_modules/${name}"`) ? `node_modules/${name}"` : `"${name}"`);
  const told = { ecosystem, name: pin.name, because, remedy: '' };
  if (kind === 'source-change') return stated(edit, 'dependency.source-change', pin.name, line, told);
  return stated(edit, 'dependency.add', pin.name, line, {
    ...told,
    source: pin.source,
    scripts: pin.scripts,
    near: 'none',
  });
}

export function ofSettings(edit: Edit, input: AnalyzerInput): readonly Observation[] {
  if (!isSupplySettings(edit.path)) return [];
  const { before, after } = sidesOf(edit, input);
  if (after !== null && isTemplate(after)) return [];
  const changes = supplyChanges(edit.path, before, after);
  if (changes === null)
    return [
      stated(edit, 'unreadable', edit.path, null, {
        what: 'settings of a package manager',
        why: 'it is not the JSON it should be',
      }),
    ];
  return changes.map((change) => (change.kind === 'source' ? movedTo(edit, change) : unprotected(edit, change)));
}

function movedTo(edit: Edit, { ecosystem, name, line, because }: SupplyChange): Observation {
  return stated(edit, 'dependency.source-change', `${edit.path} ${name}`, line, {
    ecosystem,
    name,
    because,
    remedy: '',
  });
}

function unprotected(
  edit: Edit,
  { ecosystem, name, line, because, certainty }: Omit<SupplyChange, 'kind'>,
): Observation {
  return stated(edit, 'infra.unprotect', `${edit.path} ${name}`, line, {
    technology: ecosystem,
    type: 'setting',
    name,
    stateful: false,
    critical: 'unknown',
    environment: isInTests(edit) ? 'test' : 'unknown',
    reversible: true,
    dependents: 0,
    certainty,
    because,
    remedy: '',
    protection: 'other',
    // what a new file takes away was there without it
    landed: edit.status === 'add' ? true : edit.landed,
  });
}

function isInTests({ path }: Edit): boolean {
  return environmentOfPath(folderOf(path)) === 'test';
}

export function ofScripts(edit: Edit, input: AnalyzerInput): readonly Observation[] {
  const { before, after } = sidesOf(edit, input);
  if (after === null || !mayInstall(edit.path)) return [];
  const looser = before === null ? [] : looserCommands(before, after);
  return [
    ...looser.map(({ line, because }) =>
      unprotected(edit, { ecosystem: 'packages', name: 'installation', line, because, certainty: 'possible' }),
    ),
    ...(/(^|\/)package\.json$/.test(edit.path) && !isTemplate(after) ? atInstall(edit, before, after, input) : []),
  ];
}

function atInstall(edit: Edit, before: string | null, after: string, { files }: AnalyzerInput): readonly Observation[] {
  const isOld = (file: string): boolean => {
    const content = files.get(inFolder(folderOf(edit.path), file.replace(/^\.\//, '')))?.before;
    return content !== undefined && content.kind !== 'absent';
  };
  return newInstallScripts(before, after, isOld).map(({ name, certainty, because }) =>
    stated(edit, 'pipeline.untrusted-run', `${edit.path} ${name}`, lineOf(after, `"${name}"`), {
      technology: 'npm',
      name,
      how: 'script',
      certainty,
      because,
      remedy: 'Let a person run it by a name of its own, not at every installation',
      landed: edit.status === 'add' ? true : edit.landed,
    }),
  );
}

function sidesOf(
  edit: Edit,
  { files }: AnalyzerInput,
): { readonly before: string | null; readonly after: string | null } {
  const textOf = (content: Content | undefined): string | null => (content?.kind === 'text' ? content.text : null);
  const sides = files.get(edit.path);
  return { before: textOf(sides?.before), after: textOf(sides?.after) };
}

function stated(
  edit: Edit,
  kind: string,
  subject: string,
  line: number | null,
  attributes: Readonly<Record<string, Value>>,
): Observation {
  return { kind, subject, edit, range: line === null ? null : { from: line, to: line }, attributes };
}
