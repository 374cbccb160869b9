// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef ZOOM_TEST_RUN_PROGRAM_HPP
#define ZOOM_TEST_RUN_PROGRAM_HPP

#include <gtest/gtest.h>

#include <fcntl.h>
#include <fstream>
#include <map>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char** environ;

//! Programs that tests start.
namespace programs {

typedef std::map<std::string, std::string> Variables;

inline std::string readText(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

//! Starts a program with more variables in its environment; what it says goes to a file.
inline pid_t startProgram(std::vector<std::string> words, const Variables& variables, const std::string& output)
{
    std::vector<std::string> environment;
    for (char** e = environ; *e; ++e)
        if (!variables.count(std::string(*e).substr(0, std::string(*e).find('='))))
            environment.push_back(*e);
    for (const auto& v : variables)
        environment.push_back(v.first + "=" + v.second);
    const auto pointers = [](std::vector<std::string>& from) {
        std::vector<char*> to;
        for (std::string& one : from)
            to.push_back(&one[0]);
        to.push_back(nullptr);
        return to;
    };
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    pid_t p = 0;
    EXPECT_EQ(
        posix_spawn(&p, words[0].c_str(), &actions, nullptr, pointers(words).data(), pointers(environment).data()), 0);
    posix_spawn_file_actions_destroy(&actions);
    return p;
}

//! Waits for a program. @return its exit status; what ended it, negative, where that was a signal
inline int statusOf(pid_t program)
{
    int status = 0;
    EXPECT_EQ(waitpid(program, &status, 0), program);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

} // namespace programs

#endif // ZOOM_TEST_RUN_PROGRAM_HPP
