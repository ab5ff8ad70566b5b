class TidyUp < ActiveRecord::Migration[7.2]
  def change
    add_index :orders, :number, unique: true
  end
end
