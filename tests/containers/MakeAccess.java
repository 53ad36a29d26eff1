// Makes an Access database with Jackcess: FILE FORMAT, then a number for each corner, in this order.
import com.healthmarketscience.jackcess.*;
import java.io.File;
import java.math.BigDecimal;
import java.time.LocalDateTime;

public class MakeAccess {
  public static void main(String[] given) throws Exception {
    Database.FileFormat format = Database.FileFormat.valueOf(given[1]);
    String text = given[2], number = given[3], decimal = given[4], money = given[5], memo = given[6];
    String bytes = given[7], column = given[8], deleted = given[9], remark = given[10], note = given[11];
    try (Database database =
        new DatabaseBuilder(new File(given[0])).setFileFormat(format).create()) {
      Table table = new TableBuilder("افراد")
          .addColumn(new ColumnBuilder("Id", DataType.LONG).setAutoNumber(true))
          .addColumn(new ColumnBuilder("رنگ", DataType.TEXT))
          .addColumn(new ColumnBuilder("card", DataType.TEXT))
          .addColumn(new ColumnBuilder("card_number", DataType.DOUBLE))
          .addColumn(new ColumnBuilder("card_decimal", DataType.NUMERIC).setPrecision(20).setScale(0))
          .addColumn(new ColumnBuilder("card_money", DataType.MONEY))
          .addColumn(new ColumnBuilder("remarks", DataType.MEMO))
          .addColumn(new ColumnBuilder("object", DataType.OLE))
          .addColumn(new ColumnBuilder("units", DataType.INT))
          .addColumn(new ColumnBuilder("day", DataType.SHORT_DATE_TIME))
          .addColumn(new ColumnBuilder("active", DataType.BOOLEAN))
          .addColumn(new ColumnBuilder(column, DataType.TEXT))
          .toTable(database);
      for (int row = 0; row < 30; row++) {
        boolean hit = row == 3;
        String words = "یہ چیز یہاں ہے ".repeat(300);
        table.addRow(Column.AUTO_NUMBER, "سبز", hit ? text : "", hit ? Double.valueOf(number) : null,
            hit ? new BigDecimal(decimal) : null, hit ? new BigDecimal(money) : null,
            hit ? words + memo + words : "سرخ", hit ? bytes.getBytes("UTF-8") : null, row,
            LocalDateTime.of(2020, 1, 1 + row % 28, 0, 0), row % 2 == 0, "x");
      }
      table.addRow(Column.AUTO_NUMBER, "gone", deleted, null, null, null, null, null, 1, null, true, "");
      for (Row row : table) {
        if ("gone".equals(row.get("رنگ"))) table.deleteRow(row);
      }
      table.getProperties().put("Description", remark);
      table.getProperties().save();
      database.getUserDefinedProperties().put("Note", DataType.TEXT, note);
      database.getUserDefinedProperties().save();
    }
  }
}
