import type { Path } from '../../model/change.ts';
import type { Asked, Pin } from './asked.ts';
import { askedOfPackage, pinsOfPackageLock, pinsOfPnpm, pinsOfYarn } from './npm.ts';
import { askedOfComposer, askedOfGemfile, askedOfGo, pinsOfComposer, pinsOfGemfile, pinsOfGo } from './others.ts';
import { askedOfPyproject, askedOfRequirements } from './python.ts';
import { askedOfToml, pinsOfToml } from './toml.ts';

export type Manifest = { readonly ecosystem: string; readonly asks: (text: string) => readonly Asked[] };
export type Lock = { readonly ecosystem: string; readonly pins: (text: string) => readonly Pin[] };

const MANIFESTS: readonly (readonly [RegExp, Manifest])[] = [
  [/(^|\/)package\.json$/, { ecosystem: 'npm', asks: askedOfPackage }],
  [
    /(^|\/)([\w.-]*requirements[\w.-]*|constraints)\.(txt|in)$|(^|\/)requirements\/[^/]+\.(txt|in)$/,
    { ecosystem: 'python', asks: askedOfRequirements },
  ],
  [/(^|\/)pyproject\.toml$/, { ecosystem: 'python', asks: askedOfPyproject }],
  [/(^|\/)Pipfile$/, { ecosystem: 'python', asks: askedOfToml }],
  [/(^|\/)go\.mod$/, { ecosystem: 'go', asks: askedOfGo }],
  [/(^|\/)Cargo\.toml$/, { ecosystem: 'cargo', asks: askedOfToml }],
  [/(^|\/)Gemfile$/, { ecosystem: 'ruby', asks: askedOfGemfile }],
  [/(^|\/)composer\.json$/, { ecosystem: 'composer', asks: askedOfComposer }],
];

const LOCKS: readonly (readonly [RegExp, Lock])[] = [
  [/(^|\/)(package-lock|npm-shrinkwrap)\.json$/, { ecosystem: 'npm', pins: pinsOfPackageLock }],
  [/(^|\/)yarn\.lock$/, { ecosystem: 'npm', pins: pinsOfYarn }],
  [/(^|\/)pnpm-lock\.yaml$/, { ecosystem: 'npm', pins: pinsOfPnpm }],
  [/(^|\/)Cargo\.lock$/, { ecosystem: 'cargo', pins: (text) => pinsOfToml(text, 'cargo') }],
  [/(^|\/)(poetry|uv|pdm)\.lock$/, { ecosystem: 'python', pins: (text) => pinsOfToml(text, 'python') }],
  [/(^|\/)Gemfile\.lock$/, { ecosystem: 'ruby', pins: pinsOfGemfile }],
  [/(^|\/)go\.sum$/, { ecosystem: 'go', pins: pinsOfGo }],
  [/(^|\/)composer\.lock$/, { ecosystem: 'composer', pins: pinsOfComposer }],
];

/** Asked of every edit, and most are neither. */
const ANY = new RegExp([...MANIFESTS, ...LOCKS].map(([pattern]) => pattern.source).join('|'));

export function isManifestOrLock(path: Path): boolean {
  return ANY.test(path);
}

export function manifestAt(path: Path): Manifest | null {
  return MANIFESTS.find(([pattern]) => pattern.test(path))?.[1] ?? null;
}

export function lockAt(path: Path): Lock | null {
  return LOCKS.find(([pattern]) => pattern.test(path))?.[1] ?? null;
}
