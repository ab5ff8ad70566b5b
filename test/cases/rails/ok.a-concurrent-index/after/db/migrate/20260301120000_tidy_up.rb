class TidyUp < ActiveRecord::Migration[7.2]
  disable_ddl_transaction!

  def change
    add_index :orders, :number, algorithm: :concurrently
  end
end
