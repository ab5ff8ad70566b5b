'use strict';

module.exports = {
  async up(queryInterface, Sequelize) {
    await queryInterface.removeColumn('orders', 'note');
  },

  async down(queryInterface, Sequelize) {
    await queryInterface.addColumn('orders', 'note', Sequelize.TEXT);
  },
};
