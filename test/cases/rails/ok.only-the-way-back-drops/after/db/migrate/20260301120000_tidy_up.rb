class TidyUp < ActiveRecord::Migration[7.2]
  def up
    create_table :orders
  end

  def down
    drop_table :orders
  end
end
