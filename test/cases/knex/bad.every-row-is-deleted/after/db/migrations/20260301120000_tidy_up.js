exports.up = async (knex) => {
  await knex('orders').del();
};

exports.down = async (knex) => {
  return undefined;
};
