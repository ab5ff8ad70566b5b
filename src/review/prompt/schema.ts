type Schema = Readonly<Record<string, unknown>>;

export const SCHEMA_NAME = 'review';

const TEXT = { type: 'string' };
const WHOLE = { type: 'integer' };

/** Closed, every field required, a missing value said by null: what the strict modes of the vendors have in common. */
function closed(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

function list(items: Schema): Schema {
  return { type: 'array', items };
}

function oneOf(words: readonly string[]): Schema {
  return { type: 'string', enum: words };
}

function orNull(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'null' }] };
}

/** What an answer must look like. Bounds of numbers and lengths are not in it: not every strict mode knows them; they are checked on return. */
export const ANSWER_SCHEMA: Schema = closed({
  read: list(closed({ path: TEXT })),
  findings: list(
    closed({
      failure_model: TEXT,
      path: TEXT,
      side: oneOf(['before', 'after']),
      line: WHOLE,
      to: WHOLE,
      quote: TEXT,
      title: TEXT,
      why: TEXT,
      fix: TEXT,
      severity: oneOf(['high', 'medium', 'low']),
      criterion: orNull(TEXT),
      confidence: { type: 'number' },
    }),
  ),
  rulings: list(
    closed({
      id: TEXT,
      says: oneOf(['stands', 'fixed', 'never_was', 'unclear']),
      why: TEXT,
      line: orNull(WHOLE),
    }),
  ),
});
