// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// What the tool says while it trains, on a terminal and elsewhere.
#include "tool_fixture.hpp"

#include <cstdlib>
#include <regex>

#ifdef ZOOM_TRAIN_TOOL

namespace opencv_test {
namespace {

struct ProgressTest : ToolFixture
{
    //! Three validations, and enough steps between them for a bar that is drawn a few times a second.
    Words training() const
    {
        return {"train",
                "--frame=96",
                "--classes=3",
                "--count=64",
                "--validation-count=20",
                "--task-width=6",
                "--saliency-width=6",
                "--zoomed=24",
                "--low-res=24",
                "--batch=8",
                "--steps=300",
                "--validate-every=100",
                "--out=" + folder + "/run"};
    }

    static int count(const std::string& text, const std::string& pattern)
    {
        const std::regex expression(pattern);
        return int(std::distance(std::sregex_iterator(text.begin(), text.end(), expression), std::sregex_iterator()));
    }
};

const char* const FIGURES = " loss \\d+\\.\\d+ accuracy [01]\\.\\d+[^\\r\\n]* \\d+ images/s, \\d+:\\d\\d left";

TEST_F(ProgressTest, a_terminal_gets_a_bar_with_loss_metric_speed_and_time_left)
{
    const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    ASSERT_GE(terminal, 0);
    ASSERT_EQ(grantpt(terminal), 0);
    ASSERT_EQ(unlockpt(terminal), 0);
    const pid_t tool = startProgram(command(training()), {}, ptsname(terminal));
    ASSERT_GT(tool, 0);
    std::string said;
    char part[4096];
    // It ends with an error when nobody has the other end open any more.
    for (ssize_t n; (n = read(terminal, part, sizeof(part))) > 0;)
        said.append(part, size_t(n));
    close(terminal);
    ASSERT_EQ(statusOf(tool), 0) << said;
    // After the first step, and after each validation but the last; in between, every fifth of a second.
    EXPECT_GE(count(said, "\\r\\[=* *\\] \\d+/300 loss \\d+\\.\\d+ "), 3) << said;
    EXPECT_GE(count(said, std::string("\\r\\[=+ *\\] \\d+/300") + FIGURES), 2) << said;
    // A line for each validation takes the bar's place.
    EXPECT_EQ(count(said, std::string("\\r\\x1b\\[Kstep [123]00 [^\\r\\n]*") + FIGURES), 3) << said;
}

TEST_F(ProgressTest, a_file_gets_a_line_for_each_validation_and_no_bar)
{
    const std::string said = run(training());
    EXPECT_EQ(said.find_first_of("\r\x1b"), std::string::npos) << said;
    EXPECT_EQ(count(said, "images/s"), 3) << said;
    EXPECT_EQ(count(said, std::string("step [123]00 [^\\r\\n]*") + FIGURES + "\\n"), 3) << said;
}

} // namespace
} // namespace opencv_test

#endif
