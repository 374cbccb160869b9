// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_RANDOM_HPP
#define ZOOM_GAZE_RANDOM_HPP

#include "zoom_gaze/scene.hpp"

namespace gaze {

//! A number that looks random in every bit (SplitMix64).
inline uint64_t scramble(uint64_t x)
{
    x += 0x9E3779B97F4A7C15ull;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
    return x ^ (x >> 31);
}

inline uint64_t mixSeeds(uint64_t a, uint64_t b)
{
    return scramble(scramble(a) ^ (b + 0x632BE59BD9B4E019ull));
}

/** What drawing needs of cv::RNG. C++ leaves open in which order the arguments of a function and the factors of a
product are evaluated, and each draw changes the next one: one statement or place in a braced list for each draw, or the
same seed is another scene with another compiler. */
class Dice
{
public:
    explicit Dice(uint64_t seed) : random(scramble(seed)) {}

    double in(double low, double high) { return low + (high - low) * (random.next() * (1. / 4294967296.)); }
    float inF(double low, double high) { return float(in(low, high)); }
    //! From 0 to @p high, small values more often.
    double mostlySmall(double high)
    {
        const double share = in(0, 1);
        return share * in(0, high);
    }
    //! Gaussian, cut off at two standard deviations.
    double about(double mean, double deviation)
    {
        return mean + deviation * std::min(std::max(random.gaussian(1), -2.), 2.);
    }
    bool chance(double probability) { return in(0, 1) < probability; }
    int below(int count) { return int(in(0, count)); }

private:
    cv::RNG random;
};

} // namespace gaze

#endif // ZOOM_GAZE_RANDOM_HPP
