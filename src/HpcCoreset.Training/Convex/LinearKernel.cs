namespace HpcCoreset.Training.Convex;

/// <summary>The loops over rows for one loss: all that a virtual call has behind it.</summary>
internal abstract unsafe class LinearKernel
{
    /// <summary>The loops of a loss.</summary>
    public static LinearKernel Of(LinearLoss loss, int classes) => loss switch
    {
        LinearLoss.Squared => new LinearKernel<SquaredLoss>(),
        LinearLoss.SquaredHinge => new LinearKernel<SquaredHingeLoss>(),
        _ => classes == 2 ? new LinearKernel<LogisticLoss>() : new LinearKernel<SoftmaxLoss>(),
    };

    /// <summary>An upper bound of the loss's second derivative by the scores.</summary>
    public abstract double Smoothness { get; }

    /// <summary>Adds share times gradient of some rows.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="model">What gives the scores.</param>
    /// <param name="x">The parameters.</param>
    /// <param name="first">The first row.</param>
    /// <param name="end">The row after the last.</param>
    /// <param name="gradient">What is added to.</param>
    /// <param name="scores">Scratch of one number per output, or per row and output if <paramref name="keep"/>.</param>
    /// <param name="keep">Whether the derivatives of every row by its scores are kept in <paramref name="scores"/>.</param>
    /// <param name="scratch">Scratch for a decoded row.</param>
    /// <returns>The sum of share times loss; nothing of use if derivatives are kept.</returns>
    public abstract double Accumulate(
        ExampleTable table, LinearModel model, double* x, int first, int end, double* gradient, double* scores, bool keep, float* scratch);

    /// <summary>Steps, one after the other.</summary>
    public abstract void Step(in StepPlan plan);
}
