class TidyUp < ActiveRecord::Migration[7.2]
  def up
    Order.unscoped.in_batches.delete_all
  end

  def down
    raise ActiveRecord::IrreversibleMigration
  end
end
