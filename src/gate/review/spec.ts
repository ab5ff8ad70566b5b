import type { Edit, Path } from '../../model/change.ts';
import { decode } from '../../changes/decode.ts';
import type { Spec } from '../../review/material.ts';
import { parseSpec } from '../../review/spec.ts';
import type { Gate } from '../open.ts';
import { protectedTip } from '../readings.ts';
import type { Subject } from './subject.ts';

/** Where specifications lie: ours, spec-kit's and Kiro's. */
const FORMS: readonly RegExp[] = [
  /^\.guardrail\/specs\/(.+)\.md$/,
  /^specs\/([^/]+)\/spec\.md$/,
  /^\.kiro\/specs\/([^/]+)\/requirements\.md$/,
];
const PLACES = ['.guardrail/specs', 'specs', '.kiro/specs'];
const MOST_BYTES = 200_000;

type Found = { readonly path: Path; readonly name: string; readonly tree: string };

/**
 * The specification that a commit (`Spec: checkout-limits`) or the branch names. INVARIANT: it counts only as it has landed, or as a person
 * wrote it: what arrives with the change it is to judge permits nothing.
 */
export async function readSpec(gate: Gate, subject: Subject): Promise<Spec | null> {
  const all = await findSpecs(gate, subject);
  if (all.length === 0) return null;
  const named = await namesIn(gate, subject);
  const found =
    all.find(({ path, name }) => named.some((one) => one === name || one === path || one === `${name}.md`)) ??
    all.find(({ name }) => isOf(subject.branch, name));
  if (found === undefined) return null;
  const bytes = await gate.git.run(['cat-file', 'blob', `${found.tree}:${found.path}`]);
  if (bytes.length > MOST_BYTES) return null;
  const content = decode(bytes);
  return content.kind === 'text' ? parseSpec(found.path, content.text) : null;
}

/** Those of the protected branch first; of the change only what people alone have written. */
async function findSpecs(gate: Gate, { tree, part }: Subject): Promise<readonly Found[]> {
  const tip = await protectedTip(gate, []);
  const landed = tip === null ? [] : await listSpecs(gate, tip.oid);
  const edits = new Map(part.edits.map((edit) => [edit.path, edit]));
  const here = (await listSpecs(gate, tree)).filter(({ path }) => {
    const edit = edits.get(path);
    return edit === undefined ? landed.length === 0 && tip === null : isByPeople(edit);
  });
  return [...here, ...landed];
}

function isByPeople({ authors }: Edit): boolean {
  return authors.every(({ kind }) => kind === 'human');
}

async function listSpecs({ git }: Gate, tree: string): Promise<readonly Found[]> {
  const answer = await git.run(['ls-tree', '-r', '-z', '--name-only', '--full-tree', tree, '--', ...PLACES]);
  const paths = answer
    .toString('utf8')
    .split('\0')
    .filter((path) => path !== '');
  return paths.flatMap((path) => {
    const name = FORMS.map((form) => form.exec(path)?.[1]).find((one) => one !== undefined);
    return name === undefined ? [] : [{ path, name, tree }];
  });
}

/** `Spec: <name or path>` in the last paragraph of a commit's message. */
async function namesIn({ git }: Gate, { part }: Subject): Promise<readonly string[]> {
  const commits = [...new Set(part.edits.flatMap(({ commits: own }) => own))].slice(0, 100);
  if (commits.length === 0) return [];
  const text = await git.text(
    ['show', '--no-patch', '--no-notes', '--format=%(trailers:key=Spec,valueonly)', '--stdin'],
    commits.map((oid) => `${oid}\n`).join(''),
  );
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** `feature/checkout-limits` and `003-checkout-limits` are about the specification `checkout-limits`, and about `003-checkout-limits`. */
function isOf(branch: string | null, name: string): boolean {
  const last = branch?.split('/').at(-1)?.toLowerCase() ?? '';
  const own = name.toLowerCase();
  return last !== '' && (last === own || withoutNumber(last) === withoutNumber(own));
}

function withoutNumber(name: string): string {
  return name.replace(/^\d+[-_]/, '');
}
