// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "direct_search.hpp"

#include <algorithm>
#include <cmath>
#include <locale>
#include <random>
#include <sstream>
#include <string>

namespace tool {

namespace {

const double EXPLORING = 0.4;                    // share of the trials
const double FIRST_STEP = 0.3, LAST_STEP = 0.04; // of an axis: deviation around the best point
const double OTHER_KIND = 0.15;                  // probability that a trial near the best one is of another kind

const int MOST_ATTEMPTS = 64; // at a point that has not been tried: a few kinds alone are soon through

//! The same everywhere: std's distributions are not.
class Random
{
public:
    Random(uint64_t seed, uint64_t number)
    {
        std::seed_seq sequence{uint32_t(seed), uint32_t(seed >> 32), uint32_t(number)};
        engine.seed(sequence);
    }
    double uniform() { return double(engine() >> 11) * 0x1p-53; }
    //! Near enough to a normal deviate.
    double bell()
    {
        double sum = -6;
        for (int i = 0; i < 12; i++)
            sum += uniform();
        return sum;
    }

private:
    std::mt19937_64 engine;
};

//! Digits of a number mirrored at the point (van der Corput): places that fill an axis evenly.
double spread(int number, int base)
{
    double place = 0, digit = 1. / base;
    for (; number > 0; number /= base, digit /= base)
        place += digit * (number % base);
    return place;
}

//! To four digits: more would not mean anything.
double rounded(double value)
{
    if (value == 0)
        return 0;
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text.precision(4);
    text << value;
    return std::stod(text.str());
}

//! One of the others, all alike. @param chance 0 to 1
double otherKind(const SearchAxis& axis, double kind, double chance)
{
    const double kinds = axis.high - axis.low + 1;
    if (kinds < 2)
        return kind;
    const double further = 1 + std::min(std::floor(chance * (kinds - 1)), kinds - 2);
    return axis.low + std::fmod(kind - axis.low + further, kinds);
}

} // namespace

double SearchAxis::valueAt(double place) const
{
    place = std::min(std::max(place, 0.), 1.);
    switch (scale)
    {
    case GEOMETRIC:
        return low * std::pow(high / low, place);
    case KINDS:
        return std::min(low + std::floor(place * (high - low + 1)), high);
    default:
        return low + (high - low) * place;
    }
}

double SearchAxis::placeOf(double value) const
{
    value = std::min(std::max(value, low), high);
    if (high <= low)
        return 0;
    switch (scale)
    {
    case GEOMETRIC:
        return std::log(value / low) / std::log(high / low);
    case KINDS:
        return (value - low + 0.5) / (high - low + 1);
    default:
        return (value - low) / (high - low);
    }
}

size_t bestOf(const std::vector<SearchTrial>& history)
{
    size_t best = 0;
    for (size_t i = 1; i < history.size(); i++)
        if (history[i].score > history[best].score)
            best = i;
    return best;
}

namespace {

//! A point of the search. @param attempt 0, or above where those before have been tried already
std::vector<double> drawn(const std::vector<SearchAxis>& axes, const std::vector<SearchTrial>& history, int trials,
                          uint64_t seed, int attempt)
{
    const int BASES[] = {2, 3, 5, 7, 11, 13, 17, 19};
    const int number = int(history.size()), exploring = std::max(1, int(EXPLORING * trials));
    Random random(seed, uint64_t(number) + (uint64_t(attempt) << 24));
    std::vector<double> values;
    if (number <= exploring && attempt > 0)
    {
        for (const SearchAxis& axis : axes)
            values.push_back(axis.valueAt(random.uniform()));
        return values;
    }
    if (number <= exploring)
    {
        // Shifted by the seed alone, the same for all numbers.
        Random shift(seed, 0xffffffff);
        for (size_t i = 0; i < axes.size(); i++)
            values.push_back(axes[i].valueAt(std::fmod(spread(number, BASES[i % 8]) + shift.uniform(), 1.)));
        return values;
    }
    const std::vector<double>& best = history[bestOf(history)].values;
    const double progress = double(number - exploring) / std::max(1, trials - exploring);
    const double step = FIRST_STEP * std::pow(LAST_STEP / FIRST_STEP, std::min(progress, 1.));
    // At least one axis moves, the others every other time: one of those with an order, where there are any, for
    // another kind is seldom better.
    std::vector<size_t> candidates;
    for (size_t i = 0; i < axes.size(); i++)
        if (axes[i].scale != SearchAxis::KINDS)
            candidates.push_back(i);
    const bool kindsAlone = candidates.empty();
    const double chance = random.uniform();
    const size_t moved =
        kindsAlone ? size_t(chance * double(axes.size())) : candidates[size_t(chance * double(candidates.size()))];
    for (size_t i = 0; i < axes.size(); i++)
    {
        const double coin = random.uniform(), bell = random.bell(), other = random.uniform();
        if (axes[i].scale == SearchAxis::KINDS)
            values.push_back(i == moved || coin < OTHER_KIND ? otherKind(axes[i], best[i], other) : best[i]);
        else if (i == moved || coin < 0.5)
            values.push_back(axes[i].valueAt(axes[i].placeOf(best[i]) + step * bell));
        else
            values.push_back(best[i]);
    }
    return values;
}

} // namespace

std::vector<double> nextTrial(const std::vector<SearchAxis>& axes, const std::vector<SearchTrial>& history, int trials,
                              uint64_t seed)
{
    std::vector<double> values;
    for (int attempt = 0; attempt < MOST_ATTEMPTS; ++attempt)
    {
        values = drawn(axes, history, trials, seed, attempt);
        for (double& value : values)
            value = rounded(value);
        if (std::none_of(history.begin(), history.end(),
                         [&values](const SearchTrial& trial) { return trial.values == values; }))
            break;
    }
    return values;
}

} // namespace tool
