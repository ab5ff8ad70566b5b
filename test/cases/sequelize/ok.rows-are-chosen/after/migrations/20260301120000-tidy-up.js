'use strict';

module.exports = {
  async up(queryInterface, Sequelize) {
    await queryInterface.bulkDelete('orders', { paid: false });
  },

  async down(queryInterface, Sequelize) {
    
  },
};
