import type { Edit, Path } from '../../model/change.ts';
import type { Content } from '../../model/content.ts';
import type { YamlFile } from '../../model/syntax.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { lostData, otherVolumes } from '../docker/compose-data.ts';
import { type ComposeFile, composeFileOf, type Service } from '../docker/compose-file.ts';
import { widenedReach } from '../docker/compose-reach.ts';
import { looserImage, removedService, stoppedService } from '../docker/compose-services.ts';
import { folderOf, inFolder } from '../path.ts';
import { notRead } from '../pipelines/states.ts';

const COMPOSE = /(^|\/)(docker-|podman-)?(compose|stack)([.-][^/]*)?\.ya?ml$/;
const LOOKS_LIKE = /^["']?(services|volumes)["']?\s*:/m;

/** Services, their data and what they can reach, in compose files. */
export const compose: Analyzer = {
  id: 'compose',
  reads: (edit) => COMPOSE.test(edit.path) || COMPOSE.test(edit.from ?? ''),
  grammars: (input) =>
    filesIn(input).some(({ before, after }) => looksLike(before) || looksLike(after)) ? ['yaml'] : [],
  needs: ({ edits }) => edits.flatMap(siblings),
  facts: (input) => {
    const read = filesIn(input).map((one) => readPair(one, input));
    const after = [...read.flatMap((one) => one.after?.services ?? []), ...unchanged(input)];
    const known = new Map(
      read.flatMap((one) => (one.before?.services ?? []).map((service): [string, Service] => [service.name, service])),
    );
    return read.flatMap((pair) => [...pair.problems, ...factsOfPair(pair, after, known)]);
  },
};

/** Compose reads several files as one: what an override no longer says may stand in the file beside it. */
function siblings(edit: Edit): readonly Path[] {
  const folder = folderOf(edit.path);
  if (!COMPOSE.test(edit.path) || edit.before === null || /[*?[\]\\]/.test(folder)) return [];
  return [`:(glob)${inFolder(folder, '*compose*.y*ml')}`];
}

function unchanged({ edits, files, grammars }: AnalyzerInput): readonly Service[] {
  const changed = new Map(edits.map((edit) => [edit.path, edit]));
  const [edit] = edits.filter(compose.reads);
  if (!edit) return [];
  return [...files].flatMap(([path, { after }]) => {
    const isBeside = edits.some((one) => folderOf(one.path) === folderOf(path) && compose.reads(one));
    if (changed.has(path) || !COMPOSE.test(path) || !isBeside || after.kind !== 'text' || !looksLike(after)) return [];
    const [root] = grammars.yaml(after.text).documents;
    return root
      ? (composeFileOf(path, edit, root)?.services ?? []).filter(({ image, builds }) => image !== '' || builds)
      : [];
  });
}

type Sided = { readonly edit: Edit; readonly before: Content; readonly after: Content };

function filesIn({ edits, files }: AnalyzerInput): readonly Sided[] {
  return edits.flatMap((edit) => {
    const sides = files.get(edit.path);
    const isOurs = compose.reads(edit) && edit.before?.oid !== edit.after?.oid;
    return sides && isOurs ? [{ edit, before: sides.before, after: sides.after }] : [];
  });
}

function looksLike(content: Content): boolean {
  return content.kind === 'text' && LOOKS_LIKE.test(content.text);
}

type Pair = {
  readonly before: ComposeFile | null;
  readonly after: ComposeFile | null;
  readonly problems: readonly Observation[];
};

function readPair({ edit, before, after }: Sided, { grammars }: AnalyzerInput): Pair {
  const parse = (content: Content): YamlFile | null =>
    content.kind === 'text' && looksLike(content) ? grammars.yaml(content.text) : null;
  const then = parse(before);
  const now = parse(after) ?? (then && after.kind === 'text' ? grammars.yaml(after.text) : null);
  const fileOf = (file: YamlFile | null, path: Path): ComposeFile | null =>
    file?.documents[0] ? composeFileOf(path, edit, file.documents[0]) : null;
  const [problem] = now?.problems ?? [];
  const problems = problem ? [notRead(edit, 'compose', problem.line, problem.message)] : [];
  return { before: fileOf(then, edit.from ?? edit.path), after: fileOf(now, edit.path), problems };
}

function factsOfPair(
  { before, after }: Pair,
  everywhere: readonly Service[],
  known: ReadonlyMap<string, Service>,
): readonly Observation[] {
  const removed = (before?.services ?? []).flatMap((old) =>
    everywhere.some(({ name }) => name === old.name) ? [] : removedService(old, everywhere),
  );
  if (!after) return removed;
  const kept = after.services.flatMap((service) => {
    const old = before?.services.find(({ name }) => name === service.name) ?? known.get(service.name) ?? null;
    const files = before && before.services.some((one) => one === old) ? { before, after } : null;
    return [
      ...widenedReach(old, service),
      ...(old ? [...stoppedService(old, service), ...looserImage(old, service)] : []),
      ...(old && files ? lostData(files, old, service) : []),
    ];
  });
  return [...removed, ...kept, ...(before ? otherVolumes({ before, after }) : [])];
}
