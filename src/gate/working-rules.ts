import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { RuleFile } from '../model/content.ts';
import { compile } from '../policy/compile.ts';
import { PolicyError } from '../policy/problem.ts';
import { sha256 } from '../system/files.ts';
import { loadShipped } from '../system/shipped.ts';
import { parseYaml } from '../system/yaml.ts';

const MOST = 500;

/**
 * Why the rules in a working tree could not be read if they were committed now; null when they could. Nothing is judged by these:
 * rules hold once they are in a commit.
 */
export async function faultInWorkingRules(root: string): Promise<string | null> {
  const folder = join(root, '.guardrail');
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const paths = entries.filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name)).slice(0, MOST);
  const files = await Promise.all(
    paths.map(async ({ parentPath, name }): Promise<RuleFile> => {
      const path = join(parentPath, name);
      return { path: relative(root, path).replaceAll('\\', '/'), text: await readFile(path, 'utf8') };
    }),
  );
  if (files.length === 0) return null;
  try {
    compile({ name: 'the working tree', files, shipped: await loadShipped(), parse: parseYaml, sha256 });
    return null;
  } catch (error) {
    if (error instanceof PolicyError) return error.message;
    throw error;
  }
}
