import { identifyAuthors } from '../../agents/identify.ts';
import { vendorOfModel } from '../../agents/model-vendor.ts';
import { readFooter } from '../../agents/trailers.ts';
import type { Actor } from '../../model/actor.ts';
import { modelName } from '../../model/model-name.ts';
import type { Walked } from './walk.ts';

/** Which agent wrote a commit, and with what model; both empty of what people wrote. */
export type Wrote = { readonly agent: string; readonly model: string };

export const NOBODY: Wrote = { agent: '', model: '' };

/** By trailers, identities and notes, as a push is judged; who recorded it in the log is asked elsewhere. */
export function writtenBy(commit: Walked): Wrote {
  const { author, committer, message, note } = commit;
  const authors = identifyAuthors({ author, committer, message, notes: note === '' ? [] : [note] });
  const suspect = authors.find(({ kind }) => kind === 'agent') ?? authors.find(({ kind }) => kind !== 'human');
  if (suspect === undefined) return NOBODY;
  return { agent: suspect.agent ?? 'unknown', model: modelOf(suspect, message, author.name) };
}

/** `Co-Authored-By: Claude Sonnet 4.5 <…>`, `Assisted-by: Claude:claude-opus-4`, `aider (gpt-5) <…>`. */
function modelOf(suspect: Actor, message: string, author: string): string {
  if (suspect.kind === 'bot') return '';
  const said = [...readFooter(message).trailers.map(({ value }) => value), author, ...suspect.evidence];
  for (const text of said) {
    for (const part of partsOf(text)) {
      const model = modelName(part);
      if (model !== '' && vendorOfModel(model) !== null) return model;
    }
  }
  return '';
}

/** A name before an address, what stands in brackets behind it, and what follows a colon or, in a note, `with`. */
function partsOf(text: string): readonly string[] {
  const [name = ''] = text.slice(0, 300).split('<', 1);
  const inner = /\(([^()]{1,80})\)/.exec(name)?.[1] ?? '';
  const [first = '', second = ''] = name.split(':', 2);
  const [, noted = ''] = / with (\S{1,80})/.exec(name) ?? [];
  return [inner, noted, second.split(' ', 2).find((word) => word !== '') ?? '', first].filter(
    (part) => part.trim() !== '',
  );
}
