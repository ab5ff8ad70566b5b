exports.up = async (knex) => {
  await knex.schema.alterTable('orders', (table) => {
    table.dropColumn('note');
  });
};

exports.down = async (knex) => {
  await knex.schema.alterTable('orders', (table) => {
    table.text('note');
  });
};
