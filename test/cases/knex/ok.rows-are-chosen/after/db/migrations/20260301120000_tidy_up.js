exports.up = async (knex) => {
  await knex('orders').where({ paid: false }).del();
};

exports.down = async (knex) => {
  return undefined;
};
