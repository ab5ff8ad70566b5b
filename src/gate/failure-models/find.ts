import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { nearest } from '../../policy/nearest.ts';
import { loadShippedFailureModels, shippedFolder } from '../../system/shipped.ts';

/** Where a repository keeps its own. */
export const OWN_FOLDER: string = join('.guardrail', 'failure-models');

/** `errors.swallowed`: an id. Everything else is a path. */
export const MODEL_ID: RegExp = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** The file or folder that a word of the command line means: a path from here, or an id among the repository's own and the shipped ones. */
export async function findModels(word: string, cwd: string): Promise<string> {
  const path = resolve(cwd, word);
  if (existsSync(path)) return path;
  if (!MODEL_ID.test(word)) throw new Error(`read failure models of ${word}: there is no such file or folder`);
  const name = word.replace('.', '/');
  const folders = [join(cwd, OWN_FOLDER), shippedFolder('failure-models')];
  const found = folders
    .flatMap((folder) => [join(folder, `${name}.yaml`), join(folder, `${name}.yml`)])
    .find((file) => existsSync(file));
  if (found !== undefined) return found;
  const shipped = (await loadShippedFailureModels()).documents.map(({ file }) => idOf(file));
  if (shipped.includes(word))
    throw new Error(`read failure model ${word}: its cases lie in the package of guardrail, and this copy has none`);
  const near = nearest(word, shipped);
  throw new Error(`no failure model is called "${word}"${near === null ? '' : `; did you mean "${near}"?`}`);
}

function idOf(file: string): string {
  return file
    .replace(/^failure-models\//, '')
    .replace(/\.ya?ml$/, '')
    .replace('/', '.');
}
