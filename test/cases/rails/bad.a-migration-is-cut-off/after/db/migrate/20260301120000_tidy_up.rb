class TidyUp < ActiveRecord::Migration[7.2]
  def change
    drop_table :or