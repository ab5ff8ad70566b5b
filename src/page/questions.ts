import type { Asking, PageQuestion } from '../model/dashboard.ts';
import type { Shown } from '../model/evidence.ts';
import { FINDING_WORDS, type Label, LABELS } from '../model/label.ts';
import type { Statement } from '../model/statement.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

/** What a form needs to be believed. Null on a page that asks nothing: a copy, or one that nobody may answer. */
export type Way = { readonly base: string; readonly csrf: string };

const KEYS: Readonly<Record<Label, string>> = { right: 'r', wrong: 'w', gap: 'g', unclear: 'u' };

/** Each question is a form of its own, so that it works without any script; its buttons carry the answer. */
export function questions(asking: Asking, way: Way | null): Html {
  if (asking.kind === 'closed') {
    const waiting = asking.waiting === 0 ? 'Nothing waits to be asked.' : `${sayCount(asking.waiting)} to be asked.`;
    return html`<p>${waiting} <span class="quiet">${asking.why}</span></p>`;
  }
  const { questions: open, answered } = asking;
  const done = answered === 0 ? '' : ` ${answered} answered today.`;
  if (open.length === 0) return html`<p data-count="0">Nothing is asked of you now.${done}</p>`;
  return html`<p data-count="${open.length}">${sayCount(open.length)}.${done}</p>
    <p class="quiet keys" hidden>Keys: j k move, r w g u answer, s skips, ? tells more.</p>
    <ol class="questions">
      ${open.map((question) => one(question, way))}
    </ol>`;
}

function sayCount(n: number): string {
  return n === 1 ? '1 question waits' : `${n} questions wait`;
}

function one({ statement, evidence, why }: PageQuestion, way: Way | null): Html {
  const { id, of, path, line, subject } = statement;
  const said =
    [evidence?.said, evidence?.title].find((text) => text !== undefined && text !== '') ?? `About ${subject}`;
  return html`<li>
    <article class="question" id="q-${id}" data-question="${id}" aria-labelledby="q-${id}-of">
      <h3 id="q-${id}-of" tabindex="-1"><bdi>${said}</bdi></h3>
      <p class="quiet"><bdi>${of}</bdi> · ${id} · <bdi>${path}</bdi>${line === null ? '' : `:${line}`} · ${why}</p>
      ${evidence === null || evidence.because === '' ? html`` : html`<p><bdi>${evidence.because}</bdi></p>`}
      ${evidence === null ? html`` : shownLines(evidence.shown, line, `Lines of ${id}`)}
      ${way === null ? html`` : answerForm(statement, way)}
    </article>
  </li>`;
}

/** The lines of the change; each says by a word too whether it was added or removed. */
export function shownLines(shown: Shown, line: number | null, name: string): Html {
  if (shown.kind === 'gone') return html`<p class="quiet">Its lines cannot be shown: ${shown.why}.</p>`;
  const rows = shown.lines.map(({ mark, number, text }) => {
    const [kind, sign, says] = SIGNS[mark];
    const isMeant = number !== 0 && number === line;
    return html`<tr class="${kind}${isMeant ? ' meant' : ''}">
      <td>${number === 0 ? '' : number}</td>
      <td>
        <span aria-hidden="true">${sign}</span
        ><span class="unseen">${says}${isMeant ? ', this line is meant' : ''}</span>
      </td>
      <td><code>${text.replaceAll('\t', '    ')}</code></td>
    </tr>`;
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${name}">
    <table class="diff">
      <thead class="unseen">
        <tr>
          <th scope="col">line</th>
          <th scope="col">sign</th>
          <th scope="col">text</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

const SIGNS: Readonly<Record<'+' | '-' | ' ', readonly [kind: string, sign: string, says: string]>> = {
  '+': ['added', '+', 'added'],
  '-': ['removed', '−', 'removed'],
  ' ': ['same', '', 'unchanged'],
};

export function answerForm({ id, kind }: Pick<Statement, 'id' | 'kind'>, { base, csrf }: Way): Html {
  const buttons = LABELS.map(
    (label) =>
      html`<button type="submit" name="says" value="${label}" aria-keyshortcuts="${KEYS[label]}">
        ${wordOf(kind, label)}
      </button> `,
  );
  return html`<form method="post" action="${base}/answer" autocomplete="off">
    <input type="hidden" name="csrf" value="${csrf}" />
    <input type="hidden" name="id" value="${id}" />
    <input type="hidden" name="secs" value="" />
    <label for="because-${id}">Why (if you like)</label>
    <input id="because-${id}" name="because" type="text" maxlength="500" />
    <div class="answers" role="group" aria-label="What is ${id}?">${buttons}</div>
    <p><a href="${base}${pathOf(id)}">All there is to know of ${id}</a></p>
  </form>`;
}

/** Where the page of one statement lies. */
export function pathOf(id: string): string {
  return id.startsWith('f-') ? `/f/${id}` : `/r/${id}`;
}

export function wordOf(kind: Statement['kind'], label: Label): string {
  return kind === 'finding' ? FINDING_WORDS[label] : label;
}
