import type { SqlConsequence } from './consequence.ts';
import type { AlterScene } from './read-add.ts';
import { say } from './scene.ts';
import { isRenamed, wasMade } from './story.ts';
import type { Token } from './scan.ts';
import { hasWords, insideParens, keyOf, listAt, nameAt, plain, skipWords, wordAt } from './words.ts';

/** `ALTER COLUMN`: another type, a value required, of a column that was there before. */
export function changeColumn(scene: AlterScene, action: readonly Token[]): readonly SqlConsequence[] {
  if (wordAt(action, 1) === 'constraint' || wordAt(action, 1) === 'index') return [];
  const column = nameAt(action, skipWords(action, 1, new Set(['column'])), scene.dialect);
  if (!column || isNew(scene, column.key)) return [];
  const rest = action.slice(column.next);
  const name = `${scene.table.shown}.${column.shown}`;
  if (hasWords(rest, 0, 'set', 'not', 'null')) return [required(scene, name)];
  if (hasWords(rest, 0, 'type')) return typed(scene, name, rest.slice(1), 'likely');
  if (hasWords(rest, 0, 'set', 'data', 'type')) return typed(scene, name, rest.slice(3), 'likely');
  if (/^(?:set|drop|add|restart|reset)$/.test(wordAt(rest, 0)) || rest.length === 0) return [];
  return restated(scene, name, rest);
}

/** `MODIFY` and `CHANGE` of MySQL and Oracle say the whole column again, whatever of it changes. */
export function modifyColumn(scene: AlterScene, action: readonly Token[]): readonly SqlConsequence[] {
  if (/^(?:partition|ttl|order|query|setting|constraint|lob|default|nested|policy)$/.test(wordAt(action, 1))) return [];
  const start = skipWords(action, 1, new Set(['column', 'if', 'exists']));
  const items = wordAt(action, start) === '(' ? listAt(insideParens(action, start), 0) : [action.slice(start)];
  return items.flatMap((item) => {
    const column = nameAt(item, 0, scene.dialect);
    if (!column || isNew(scene, column.key)) return [];
    const name = `${scene.table.shown}.${column.shown}`;
    if (wordAt(action, 0) !== 'change') return restated(scene, name, item.slice(column.next));
    const to = nameAt(item, column.next, scene.dialect);
    if (!to) return [];
    const renamed = say(scene, {
      kind: 'data.rename',
      object: 'column',
      name,
      certainty: 'certain',
      because: `renames the column ${name} to ${to.shown}`,
    });
    return [...(to.key === column.key ? [] : [renamed]), ...restated(scene, name, item.slice(to.next))];
  });
}

function isNew({ story, table, at }: AlterScene, column: string): boolean {
  return wasMade(story, 'column', `${table.key}.${column}`, at + 1) === 'yes';
}

function restated(scene: AlterScene, name: string, rest: readonly Token[]): readonly SqlConsequence[] {
  const fails = rest.some(({ lower }, at) => lower === 'not' && wordAt(rest, at + 1) === 'null')
    ? [required(scene, name)]
    : [];
  if (
    /^(?:not|null|default|visible|invisible|comment|encrypt|decrypt|set|drop|constraint|generated|remove)$/.test(
      wordAt(rest, 0),
    ) ||
    rest.length === 0
  )
    return fails;
  return [...typed(scene, name, rest, 'possible'), ...fails];
}

function required(scene: AlterScene, name: string): SqlConsequence {
  return say(scene, {
    kind: 'data.lock',
    object: 'column',
    name,
    certainty: 'certain',
    because: `requires a value in ${name}: every row is checked under a lock, and one without fails`,
    remedy: 'add CHECK (... IS NOT NULL) NOT VALID, validate it, then SET NOT NULL',
    more: { how: 'fails' },
  });
}

function typed(
  scene: AlterScene,
  name: string,
  rest: readonly Token[],
  certainty: 'likely' | 'possible',
): readonly SqlConsequence[] {
  const type = typeOf(rest);
  const using = rest.some(({ lower }) => lower === 'using');
  const known = prismaSays(scene, name);
  if (isEnumMadeAnew(scene, type)) return [];
  if (known === null && WIDE.test(type) && !using) return [rewrites(scene, name, type)];
  if (known === false && !using) return [rewrites(scene, name, type)];
  const because = `converts every value of ${name} to ${type}`;
  const sure = known === true ? 'certain' : using && WIDE.test(type) ? 'possible' : certainty;
  return [
    say(scene, {
      kind: 'data.rewrite',
      object: 'column',
      name,
      certainty: sure,
      because,
      more: { lossy: known === true ? true : 'unknown' },
    }),
  ];
}

/** Whatever was there before fits in: only the lock of the rewrite is left. */
const WIDE =
  /^(?:text|(?:national )?(?:n?varchar2?|character varying|char varying|nvarchar|varchar) ?(?:\( ?max ?\))?|citext|longtext|mediumtext|clob|nclob|ntext|bigint|int8|numeric|decimal|number|longblob|bytea|varbinary ?\( ?max ?\)|hugeint|string)(?: (?:unsigned|not|null|default|collate|character|charset|comment|first|after|constraint)\b.*)?$/;

function rewrites(scene: AlterScene, name: string, type: string): SqlConsequence {
  return say(scene, {
    kind: 'data.lock',
    object: 'column',
    name,
    certainty: 'likely',
    because: `changes ${name} to ${type}, which may rewrite the table under a lock`,
    remedy: 'add a new column, fill it in batches, move the code over, then drop the old one in a later release',
    more: { how: 'rewrites' },
  });
}

function typeOf(rest: readonly Token[]): string {
  const stop = rest.findIndex(({ lower }) => lower === 'using' || lower === 'collate');
  const type = plain(stop === -1 ? rest : rest.slice(0, stop)).toLowerCase();
  return type.replaceAll(/ ?([(,.]) ?| (\))/g, '$1$2');
}

/** Prisma warns of every cast that may lose something; a migration of its own without the warning loses nothing. */
function prismaSays({ story }: AlterScene, name: string): boolean | null {
  if (!story.prisma) return null;
  const [table, column] = [name.slice(0, name.lastIndexOf('.')), name.slice(name.lastIndexOf('.') + 1)];
  return story.warned.some((text) =>
    [...text.matchAll(/(?:alter|changed|cast)[^`\n]{0,60}`([^`]{1,200})`[^`\n]{0,60}`([^`]{1,200})`/g)].some(
      (match) => keyOf(match[1] ?? '') === column.toLowerCase() && keyOf(match[2] ?? '') === keyOf(table),
    ),
  );
}

/** `TYPE "Role_new"`, which takes the name `Role` further down: the values that go are said there. */
function isEnumMadeAnew({ story, at }: AlterScene, type: string): boolean {
  const key = keyOf(type);
  return wasMade(story, 'type', key, at) === 'yes' && isRenamed(story, key);
}
