exports.up = async (knex) => {
  await knex.schema.createTable('sales', (table) => table.increments());
};

exports.down = async (knex) => {
  return undefined;
};
