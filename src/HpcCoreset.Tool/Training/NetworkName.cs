using System;
using System.Globalization;
using System.Linq;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;

namespace HpcCoreset.Tool.Training;

/// <summary>The words of <c>--network</c>, before it is known what the examples are like.</summary>
/// <param name="Name">One of <see cref="Known"/>.</param>
/// <param name="Hidden">Units of the hidden layers of an MLP.</param>
internal sealed record NetworkName(string Name, int[] Hidden)
{
    private const string Mlp = "mlp";

    /// <summary>What there is.</summary>
    public static readonly string[] Known = [Mlp, "logistic", "lenet5", "resnet8", "resnet20"];

    /// <summary>For messages and the help.</summary>
    public const string Allowed = "mlp:UNITS[,UNITS...] (hidden layers), logistic, lenet5, resnet8, resnet20";

    /// <summary>Understands a user's words.</summary>
    /// <param name="text">The words.</param>
    /// <exception cref="InvalidInputException">They name no network.</exception>
    public static NetworkName Parse(string text)
    {
        string[] parts = text.Split(':', 2);
        string name = parts[0];
        if (!Known.Contains(name) || (name == Mlp) != (parts.Length == 2))
            throw new InvalidInputException($"--network: found '{text}', allowed are {Allowed}{NearestName.Hint(name, Known.Except([name]).ToArray())}");
        return new(name, name != Mlp ? [] : [.. parts[1].Split(',').Select(units =>
            int.TryParse(units, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= 1
                ? value
                : throw new InvalidInputException($"--network: found '{units}' units in '{text}', allowed are whole numbers from 1"))]);
    }

    /// <summary>The network for examples.</summary>
    /// <param name="data">The examples.</param>
    /// <exception cref="InvalidInputException">It is none for such examples.</exception>
    public NetworkDesign Design(LabelledData data)
    {
        if (data.Classes < 2) throw new InvalidInputException($"--network: found examples of {data.Classes} class, allowed are 2 and more");
        try
        {
            return Name switch
            {
                "lenet5" => NetworkDesign.LeNet5(data.Shape, data.Classes),
                "resnet8" => NetworkDesign.ResNet8(data.Shape, data.Classes),
                "resnet20" => NetworkDesign.ResNet20(data.Shape, data.Classes),
                _ => NetworkDesign.Mlp(data.InputLength, data.Classes, Hidden),
            };
        }
        catch (ArgumentException refused)
        {
            string message = InvalidInputException.From(refused, "").Message;
            throw new InvalidInputException($"--network: found {Name} and examples of {message}");
        }
    }
}
