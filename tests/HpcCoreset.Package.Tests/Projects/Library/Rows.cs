namespace Library;

public static class Rows
{
    public static int Count(HpcCoreset.Points points) => (int)points.Count;
}
