using System;

namespace HpcCoreset.Training;

/// <summary>
/// CREST: batches are coresets of random subsets, chosen anew only when a quadratic model of the loss does not hold any more (Yang, Kang,
/// Mirzasoleiman, "Towards sustainable learning: coresets for data-efficient deep learning", ICML 2023). Names in brackets are the paper's.
/// </summary>
/// <remarks>
/// <para>Where the paper leaves a choice: facility location runs class by class and classes share a batch in proportion, as in the authors' code; the
/// model of the loss is centred at the parameters of its selection, and the displacement is that of the parameters themselves; batches stay
/// whole; an example is dropped when every loss recorded in a window was small (section 4.3; algorithm 1 says the opposite).</para>
/// <para>Costs beside training steps, in forward passes of a batch m: r / m per subset of a selection; about 9 per batch of it (gradient and
/// Hessian-vector product); r / m per check.</para>
/// </remarks>
public sealed record CrestOptions : TrainerOptions
{
    /// <summary>How far the loss may be from its model, relative to the loss (tau, 0.05 for CIFAR-10); finite, at least 0. With 0 every check selects.</summary>
    public double Threshold { get; init; } = 0.05;

    /// <summary>
    /// Steps to a check per unit of flattening since the first selection (h); finite, above 0. With 1, the paper's for CIFAR-10, 10 of 80 runs on MNIST
    /// and Fashion-MNIST ended more than a point below random batches, with 0.2 three (docs/study.md).
    /// </summary>
    public double IntervalFactor { get; init; } = 1;

    /// <summary>Batches chosen together per step to the next check (b), at least 1.</summary>
    public int BatchFactor { get; init; } = 5;

    /// <summary>
    /// Batches that are chosen when a region begins, and that the model of the loss is made of; at least 0. The others are chosen when a step asks
    /// for them, at the parameters of then, and those that no step asks for never. 0 (the default): all, as in the paper.
    /// </summary>
    public int BatchesAhead { get; init; }

    /// <summary>Examples of a random subset (r), at least 1, and a batch where that is more; 0 (the default) for a hundredth of all examples, and at least four batches.</summary>
    public int SubsetSize { get; init; }

    /// <summary>
    /// Steps after which learned examples are dropped (T2), at least 1; 0 (the default) for five epochs. The paper has 20, and the authors' code
    /// counts 20 as epochs and looks at losses of the last five: in 20 steps an example is seen once if at all, and once is no proof.
    /// </summary>
    public int Window { get; init; }

    /// <summary>What a loss must stay below for a window to be learned (alpha); at least 0. With 0 nothing is dropped.</summary>
    public double LearnedLoss { get; init; } = 0.1;

    /// <summary>How much of the smoothed gradient a new one leaves (beta1), at least 0 and below 1; 0 does not smooth.</summary>
    public double GradientSmoothing { get; init; } = 0.9;

    /// <summary>The same for squares of the Hessian's diagonal (beta2).</summary>
    public double CurvatureSmoothing { get; init; } = 0.999;

    /// <summary>Whether the model of the loss has a quadratic term. Without: the paper's first-order ablation, where no curvature falls, and T1 is h.</summary>
    public bool UsesCurvature { get; init; } = true;

    /// <summary>Whether batches are chosen class by class.</summary>
    public bool ByClass { get; init; } = true;

    /// <summary>Whether batches mix the picks of several subsets, as the authors' code does, instead of staying whole.</summary>
    public bool MixesBatches { get; init; }

    /// <summary>What examples are compared by; <see cref="GradientKind.LastLayerInputs"/> (the paper's) by default.</summary>
    public GradientKind Gradients { get; init; }

    /// <summary>
    /// A placebo, to tell what the choice is worth from what everything around it does: all is computed and checked as ever, but a batch is made of
    /// uniform examples of its subset, of weight 1.
    /// </summary>
    internal bool PicksUniformly { get; init; }

    /// <inheritdoc/>
    public override Trainer Create(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        OptionCheck.Require(Threshold >= 0 && double.IsFinite(Threshold), nameof(Threshold), Threshold, "finite numbers from 0");
        OptionCheck.Require(IntervalFactor > 0 && double.IsFinite(IntervalFactor), nameof(IntervalFactor), IntervalFactor, "finite numbers above 0");
        OptionCheck.Require(BatchFactor >= 1, nameof(BatchFactor), BatchFactor, "whole numbers from 1");
        OptionCheck.Require(BatchesAhead >= 0, nameof(BatchesAhead), BatchesAhead, "whole numbers from 0");
        OptionCheck.Require(!MixesBatches || BatchesAhead == 0, nameof(MixesBatches), MixesBatches, "false where BatchesAhead is not 0");
        OptionCheck.Require(SubsetSize >= 0, nameof(SubsetSize), SubsetSize, "whole numbers from 0");
        OptionCheck.Require(Window >= 0, nameof(Window), Window, "whole numbers from 0");
        OptionCheck.Require(LearnedLoss >= 0, nameof(LearnedLoss), LearnedLoss, "numbers from 0");
        OptionCheck.Require(GradientSmoothing is >= 0 and < 1, nameof(GradientSmoothing), GradientSmoothing, "numbers from 0 and below 1");
        OptionCheck.Require(CurvatureSmoothing is >= 0 and < 1, nameof(CurvatureSmoothing), CurvatureSmoothing, "numbers from 0 and below 1");
        OptionCheck.Require(Enum.IsDefined(Gradients), nameof(Gradients), Gradients, "LastLayerInputs and LastLayerWeights");
        return new CrestTrainer(this, context);
    }
}
