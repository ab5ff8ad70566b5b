# frozen_string_literal: true

class TidyUp < ActiveRecord::Migration[7.2]
  def change
    add_column :orders, :note, :string # for the clerk
  end
end
