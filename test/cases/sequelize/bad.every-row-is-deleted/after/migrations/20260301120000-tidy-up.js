'use strict';

module.exports = {
  async up(queryInterface, Sequelize) {
    await queryInterface.bulkDelete('orders', null, {});
  },

  async down(queryInterface, Sequelize) {
    
  },
};
