import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Shipped } from '../model/document.ts';
import { parseDocuments, readDocuments } from './shipped-documents.ts';

export type { Shipped } from '../model/document.ts';

const POLICIES = { built: 'shipped.json', folder: 'policies' } as const;
/** A second file: no commit hook reads it. */
const FAILURE_MODELS = { built: 'failure-models.json', folder: 'failure-models' } as const;

/**
 * The policies guardrail brings along: from the file the build wrote beside the bundle, which needs no YAML parser on
 * anybody's commit, and from `policies/` when running from source.
 */
export async function loadShipped(): Promise<Shipped> {
  return await (policies ??= load(POLICIES).catch((error: unknown) => {
    policies = null;
    throw error;
  }));
}

/** The same of failure models, for reviews alone. */
export async function loadShippedFailureModels(): Promise<Shipped> {
  return await (failureModels ??= load(FAILURE_MODELS).catch((error: unknown) => {
    failureModels = null;
    throw error;
  }));
}

/** They lie beside the code that runs, and are of it: read once, like that. */
let policies: Promise<Shipped> | null = null;
let failureModels: Promise<Shipped> | null = null;

async function load({ built: name, folder }: typeof POLICIES | typeof FAILURE_MODELS): Promise<Shipped> {
  const here = dirname(fileURLToPath(import.meta.url));
  const built = join(here, name);
  // beside the source there is neither: the folders are
  if (!existsSync(built) && !existsSync(join(here, POLICIES.built)))
    return await readDocuments(shippedFolder(folder), folder);
  return parseDocuments(built, JSON.parse(await readFile(built, 'utf8')));
}

/** A folder of the package, beside `dist/` or above the source; a copy that `init` made of the engine has none. */
export function shippedFolder(name: 'failure-models' | 'policies'): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return existsSync(join(here, POLICIES.built)) ? join(here, '..', name) : join(here, '..', '..', name);
}

/** For the build: `writeFile('dist/shipped.json', JSON.stringify(await readShippedFolder('policies')))`. */
export async function readShippedFolder(folder: string): Promise<Shipped> {
  return await readDocuments(folder, folder);
}
