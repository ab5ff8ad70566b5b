/** A tag of a Liquibase changelog, whether it is written in XML, YAML or JSON. */
export type Tag = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly text: string;
  readonly line: number;
  readonly children: readonly Tag[];
};
export type Changeset = {
  readonly id: string;
  readonly line: number;
  /** It may be edited: Liquibase runs it again. */
  readonly free: boolean;
  readonly changes: readonly Tag[];
};

/** The changesets of a changelog in their order; what undoes one is none of its changes. */
export function changesetsOf(root: Tag): readonly Changeset[] {
  return root.children.flatMap((tag) => {
    if (tag.name.toLowerCase() !== 'changeset') return [];
    const free =
      /^true$/i.test(tag.attributes.get('runOnChange') ?? '') || /^true$/i.test(tag.attributes.get('runAlways') ?? '');
    const id = `${tag.attributes.get('author') ?? ''}:${tag.attributes.get('id') ?? ''}`;
    return [{ id, line: tag.line, free, changes: tag.children.filter(({ name }) => !ASIDE.has(name)) }];
  });
}

const ASIDE: ReadonlySet<string> = new Set([
  'rollback',
  'comment',
  'preConditions',
  'validCheckSum',
  'modifySql',
  'property',
]);

/** Without lines: a changeset that moved says the same. */
export function spell({ changes }: Changeset): string {
  const plain = ({ name, attributes, text, children }: Tag): unknown => [
    name,
    [...attributes].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    text.trim(),
    children.map(plain),
  ];
  return JSON.stringify(changes.map(plain));
}

/** What a change does, as the SQL it stands for; null where it does nothing to what is stored. */
export function sqlOfChange(tag: Tag): string | null {
  return CHANGES[tag.name]?.(tag) ?? null;
}

/** Small letters, as nothing here is sent anywhere: it is only read again. */
const CHANGES: Readonly<Record<string, (tag: Tag) => string>> = {
  sql: ({ text, attributes }) => `${text}${attributes.get('sql') ?? ''}`,
  dropTable: (tag) => `drop table ${table(tag)}${cascade(tag)}`,
  dropAllTables: () => 'drop table all_tables',
  dropView: (tag) => `drop view ${of(tag, 'viewName')}`,
  dropSequence: (tag) => `drop sequence ${of(tag, 'sequenceName')}`,
  dropProcedure: (tag) => `drop procedure ${of(tag, 'procedureName')}`,
  dropIndex: (tag) => `drop index ${of(tag, 'indexName')}`,
  dropColumn: (tag) =>
    `alter table ${table(tag)} ${columns(tag)
      .map(({ name }) => `DROP COLUMN ${name}`)
      .join(', ')}`,
  dropPrimaryKey: (tag) => `alter table ${table(tag)} drop primary key`,
  dropUniqueConstraint: (tag) => `alter table ${table(tag)} drop constraint ${of(tag, 'constraintName')}`,
  dropForeignKeyConstraint: (tag) =>
    `alter table ${of(tag, 'baseTableName')} drop constraint ${of(tag, 'constraintName')}`,
  delete: (tag) => `delete from ${table(tag)}${where(tag)}`,
  update: (tag) =>
    `update ${table(tag)} set ${columns(tag)
      .map(({ name }) => `${name} = 0`)
      .join(', ')}${where(tag)}`,
  renameTable: (tag) => `alter table ${of(tag, 'oldTableName')} rename to ${of(tag, 'newTableName')}`,
  renameColumn: (tag) =>
    `alter table ${table(tag)} rename column ${of(tag, 'oldColumnName')} to ${of(tag, 'newColumnName')}`,
  modifyDataType: (tag) =>
    `alter table ${table(tag)} alter column ${of(tag, 'columnName')} type ${tag.attributes.get('newDataType') ?? 'int'}`,
  addNotNullConstraint: (tag) => `alter table ${table(tag)} alter column ${of(tag, 'columnName')} set not null`,
  addColumn: (tag) =>
    `alter table ${table(tag)} ${columns(tag)
      .map((one) => `ADD COLUMN ${one.name} ${one.type}`)
      .join(', ')}`,
  createTable: (tag) =>
    `create table ${table(tag)} (${columns(tag)
      .map((one) => `${one.name} ${one.type}`)
      .join(', ')})`,
  createIndex: (tag) => `create index on ${table(tag)} (a)`,
  addUniqueConstraint: (tag) => `alter table ${table(tag)} add constraint ${of(tag, 'constraintName')} unique (a)`,
  addPrimaryKey: (tag) => `alter table ${table(tag)} add primary key (a)`,
  addForeignKeyConstraint: (tag) =>
    `alter table ${of(tag, 'baseTableName')} add constraint ${of(tag, 'constraintName')} foreign key (a) references b`,
};

function table(tag: Tag): string {
  const schema = tag.attributes.get('schemaName');
  return schema === undefined ? of(tag, 'tableName') : `${quote(schema)}.${of(tag, 'tableName')}`;
}

function of({ attributes }: Tag, name: string): string {
  return quote(attributes.get(name) ?? 'unnamed');
}

function quote(name: string): string {
  return `"${name.replaceAll(/["`[\]]/g, '')}"`;
}

function cascade({ attributes }: Tag): string {
  return attributes.get('cascadeConstraints') === 'true' ? ' CASCADE' : '';
}

function where({ children, attributes }: Tag): string {
  const text = children.find(({ name }) => name === 'where')?.text ?? attributes.get('where') ?? '';
  return text.trim() === '' ? '' : ` WHERE ${text}`;
}

type Column = { readonly name: string; readonly type: string };

function columns(tag: Tag): readonly Column[] {
  const own = tag.attributes.get('columnName');
  const listed = tag.children.filter(({ name }) => name === 'column');
  if (listed.length === 0) return [{ name: quote(own ?? 'unnamed'), type: '' }];
  return listed.map((column) => ({ name: of(column, 'name'), type: typeOf(column) }));
}

function typeOf({ attributes, children }: Tag): string {
  const constraints = children.find(({ name }) => name === 'constraints')?.attributes;
  const required = constraints?.get('nullable') === 'false' ? ' NOT NULL' : '';
  const filled = [...attributes.keys()].some((name) => /^(?:defaultValue|value|autoIncrement)/.test(name))
    ? ' DEFAULT 0'
    : '';
  return `${attributes.get('type') ?? 'text'}${filled}${required}`;
}
