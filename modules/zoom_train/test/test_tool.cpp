// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// The command-line tool, as a user runs it.
#include "tool_fixture.hpp"

#include "opencv2/dnn.hpp"
#include "opencv2/imgcodecs.hpp"

#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/file.h>
#include <unistd.h>

#ifdef ZOOM_TRAIN_WITH_DETECTORS
#include "zoom_detectors/detector.hpp"
#endif

#ifdef ZOOM_TRAIN_TOOL

namespace opencv_test {
namespace {

namespace fs = std::filesystem;

struct ToolTest : ToolFixture
{
    //! A small system on the generator's frames.
    static Words small(Words words, const std::string& out)
    {
        for (const char* word : {"--frame=48", "--classes=3", "--count=64", "--validation-count=20", "--test-count=20",
                                 "--task-width=6", "--saliency-width=6", "--zoomed=16", "--low-res=24", "--batch=4"})
            words.push_back(word);
        words.push_back("--out=" + out);
        return words;
    }
};

TEST_F(ToolTest, from_an_image_folder_to_a_live_model)
{
    // Dark and bright pictures.
    const std::string pictures = folder + "/pictures";
    RNG random(3);
    for (const char* name : {"dark", "light"})
    {
        fs::create_directories(pictures + "/" + name);
        for (int i = 0; i < 30; ++i)
        {
            Mat picture(40, 60, CV_8UC3);
            random.fill(picture, RNG::UNIFORM, name[0] == 'd' ? 0 : 150, name[0] == 'd' ? 100 : 256);
            ASSERT_TRUE(imwrite(pictures + "/" + name + cv::format("/%d.png", i), picture));
        }
    }
    const std::string model = folder + "/run/model.pt";
    const Words training = {"train",         "--data=folder",  "--data-path=" + pictures, "--out=" + folder + "/run",
                            "--frame=60x40", "--zoomed=24x16", "--low-res=24x16",         "--steps=30",
                            "--batch=8",     "--task-width=6", "--saliency-width=6",      "--validate-every=15",
                            "--augment=0.5", "--flip=1",       "--averaging=0.5",         "--size=linear 0:30 0.5:24"};
    const std::string said = run(training);
    EXPECT_NE(said.find("step 15 "), std::string::npos) << said;
    EXPECT_NE(said.find("step 30 "), std::string::npos) << said;
    // Done is done.
    Words again = training;
    again.push_back("--resume");
    EXPECT_EQ(run(again).find("step "), std::string::npos);
    again.push_back("--batch=4");
    EXPECT_NE(run(again, 1).find("'batch: 4', expected 'batch: 8'"), std::string::npos);

    const std::string evaluated = run({"eval", "--model=" + model});
    EXPECT_NE(evaluated.find("test: accuracy 1.0"), std::string::npos) << evaluated;
    EXPECT_NE(evaluated.find("hit rate -, "), std::string::npos) << "nothing says where things are: " << evaluated;

    // From here on without the pictures.
    fs::rename(pictures, pictures + "_gone");
    const std::string inspected = run({"inspect", "--model=" + model});
    EXPECT_NE(inspected.find("names: dark;light;\n"), std::string::npos) << inspected;
    EXPECT_NE(inspected.find("multiply-adds a frame: "), std::string::npos) << inspected;
    run({"export", "--model=" + model, "--out=" + folder + "/mine.yaml", "--task=" + folder + "/mine_task.onnx",
         "--smoothing=0.25"});
    EXPECT_EQ(readText(folder + "/mine_task.names"), "dark\nlight\n");
    const Ptr<zoom::SaliencySampler> sampler = zoom::SaliencySampler::create(folder + "/mine.yaml", Size(24, 16));
    EXPECT_EQ(sampler->getSmoothing(), 0.25);
    dnn::Net task = dnn::readNetFromONNX(folder + "/mine_task.onnx");
    // All of it in one file, for frames of another size.
    const Words chain = {"export", "--model=" + model, "--chain=" + folder + "/chain.onnx", "--frame=120x80"};
    run(chain);
    zoom::registerDnnLayers();
    dnn::Net whole = dnn::readNetFromONNX(folder + "/chain.onnx");
    Words standard = chain;
    standard.push_back("--operators=standard");
    EXPECT_NE(run(standard, 1).find("ChainOptions::antialias"), std::string::npos);
    standard.push_back("--interpolation=linear");
    EXPECT_NE(run(standard).find(folder + "/chain.onnx"), std::string::npos);
    standard.back() = "--interpolation=nearest";
    EXPECT_NE(run(standard, 1).find("interpolation is 'nearest'"), std::string::npos);
    for (int label = 0; label < 2; ++label)
    {
        Mat frame(80, 120, CV_8UC3), zoomed;
        random.fill(frame, RNG::UNIFORM, label ? 150 : 0, label ? 256 : 100);
        sampler->apply(frame, zoomed);
        task.setInput(dnn::blobFromImage(zoomed, 1. / 255, Size(), Scalar::all(102), true));
        const Mat logits = task.forward();
        EXPECT_EQ(logits.at<float>(1) > logits.at<float>(0), label == 1) << logits;
        whole.setInput(dnn::blobFromImage(frame, 1. / 255, Size(), Scalar::all(102), true));
        const Mat same = whole.forward("output");
        EXPECT_EQ(same.at<float>(1) > same.at<float>(0), label == 1) << same;
    }
    EXPECT_EQ(sampler->getFallbacks(), 0);
}

#ifdef ZOOM_TRAIN_WITH_DETECTORS
TEST_F(ToolTest, from_boxes_to_a_detector)
{
    const std::string set = folder + "/set";
    fs::create_directories(set + "/JPEGImages");
    fs::create_directories(set + "/Annotations");
    RNG random(5);
    for (int i = 0; i < 40; ++i)
    {
        Mat picture(64, 96, CV_8UC3);
        random.fill(picture, RNG::UNIFORM, 90, 130);
        const Rect box(random.uniform(0, 70), random.uniform(0, 40), 20, 16);
        picture(box) = Scalar::all(220);
        const std::string name = "/p" + std::to_string(i);
        ASSERT_TRUE(imwrite(set + "/JPEGImages" + name + ".jpg", picture));
        std::ofstream(set + "/Annotations" + name + ".xml")
            << "<annotation><object><name>card</name><bndbox><xmin>" << box.x << "</xmin><ymin>" << box.y
            << "</ymin><xmax>" << box.br().x << "</xmax><ymax>" << box.br().y
            << "</ymax></bndbox></object></annotation>";
    }
    const auto training = [&](const std::string& method, const std::string& out) {
        return Words{"train",         "--data=voc",     "--data-path=" + set, "--out=" + folder + "/" + out,
                     "--frame=96x64", "--zoomed=48x32", "--low-res=24x16",    "--steps=6",
                     "--batch=4",     "--task-width=4", "--saliency-width=4", "--task-network=centre",
                     "--augment=1",   "--flip=1",       "--nodes=15",         "--method=" + method};
    };
    for (const char* method : {"zoom", "box_prior"})
    {
        const std::string model = folder + "/" + method + "/model.pt", said = run(training(method, method));
        EXPECT_NE(said.find("validation: mean AP "), std::string::npos) << said;
        const std::string evaluated = run({"eval", "--model=" + model});
        EXPECT_NE(evaluated.find("AP card "), std::string::npos) << evaluated;
        const std::string detector = folder + "/" + method + ".yaml";
        run({"export", "--model=" + model, "--task=" + detector});
        EXPECT_NO_THROW(detectors::createDetector(detector, "")->detect(Mat::zeros(32, 48, CV_8UC3)));
    }
    run({"export", "--model=" + folder + "/zoom/model.pt", "--out=" + folder + "/saliency.yaml"});
    EXPECT_NE(run({"export", "--model=" + folder + "/box_prior/model.pt", "--out=" + folder + "/prior.yaml",
                   "--task=" + folder + "/again.yaml"},
                  1)
                  .find("only zoom is exported"),
              std::string::npos);
    EXPECT_NE(
        run(small({"train", "--steps=2", "--task-network=centre"}, folder + "/none"), 1).find("allowed is voc or coco"),
        std::string::npos);
    const Words comparing = {"compare",
                             "--data=voc",
                             "--data-path=" + set,
                             "--out=" + folder + "/compared",
                             "--frame=96x64",
                             "--zoomed=40x32",
                             "--low-res=24x16",
                             "--steps=3",
                             "--batch=4",
                             "--task-width=4",
                             "--saliency-width=4",
                             "--task-network=centre",
                             "--nodes=15",
                             "--pretrain-steps=2",
                             "--pretrain-size=64",
                             "--size=geometric 0:64 0.5:{zoomed}",
                             "--methods=zoom_separable,uniform_double,box_prior,full"};
    const std::string compared = run(comparing), results = readText(folder + "/compared/results.json");
    EXPECT_NE(compared.find("mean AP, % (higher is better)"), std::string::npos) << compared;
    EXPECT_NE(results.find("\"details\": \"AP card "), std::string::npos);
    run(comparing); // reads and writes them, but for the times
    FileStorage file("{\"list\": " + readText(folder + "/compared/results.json") + "}",
                     FileStorage::READ | FileStorage::MEMORY | FileStorage::FORMAT_JSON);
    std::map<std::string, FileNode> rows;
    for (const FileNode& row : file["list"])
        rows[row["method"].string()] = row;
    ASSERT_EQ(rows.size(), 4u) << results;
    EXPECT_EQ(rows["zoom_separable"]["input"].string(), "40x32");
    EXPECT_EQ(rows["uniform_double"]["input"].string(), "80x64");
    EXPECT_EQ(rows["full"]["input"].string(), "96x64");
    for (auto& row : rows)
    {
        EXPECT_GT(double(row.second["zoom_ms"]), 0) << row.first;
        EXPECT_GT(double(row.second["task_ms"]), 0) << row.first;
        EXPECT_GT(double(row.second["figures"]["card/1-3/frames"]), 0) << row.first;
        EXPECT_EQ(double(row.second["figures"]["card/1-3/references"]),
                  double(row.second["figures"]["card/1-3/frames"]));
        EXPECT_NEAR(double(row.second["figures"]["card/all/ap"]), double(row.second["value"]), 1e-6) << row.first;
        // What comes before the task network costs something where it is one itself.
        EXPECT_EQ(double(row.second["madds"]) > double(row.second["task_madds"]), row.first == "zoom_separable")
            << row.first;
    }
    EXPECT_NEAR(double(rows["uniform_double"]["figures"]["card/all/magnification"]), 1, 1e-5);
}
#endif

// cv::FileStorage takes 640x360 for a number that is broken, unless it is in quotes.
TEST_F(ToolTest, configurations_of_the_experiments_are_read)
{
    int count = 0;
    for (const auto& entry : fs::directory_iterator(fs::path(ZOOM_MODELS) / "../modules/zoom_train/apps/experiments"))
    {
        const std::string said =
            run({"compare", "--config=" + entry.path().string(), "--out=" + folder + "/out", "--methods=none"}, 1);
        EXPECT_NE(said.find("there is no method 'none'"), std::string::npos) << entry.path() << ": " << said;
        ++count;
    }
    EXPECT_GE(count, 9);
}

TEST_F(ToolTest, uniform_to_the_end_leaves_all_files)
{
    run(small({"train", "--steps=3", "--uniform=1"}, folder + "/run"));
    for (const char* name : {"model.pt", "samples.png", "curves.png", "log.csv", "log.json", "checkpoint.pt"})
        EXPECT_TRUE(fs::exists(folder + "/run/" + name)) << name;
}

TEST_F(ToolTest, compare_trains_each_method_once_and_as_it_is_told)
{
    const std::string out = folder + "/out";
    std::ofstream(folder + "/c.yaml")
        << "%YAML:1.0\n---\nsteps: 12\ncheckpoint_every: 1\npretrain_steps: 4\npretrain_size: 24\n"
        << "trials: \"saliency_rate=0.002;saliency_rate=0.0003\"\n"
        << "uniform:\n  trials: \"task_rate=0.002;task_rate=0.001\"\nzoom_transport:\n  nodes: 9\n  sigma: 0.1\n"
        << "pretraining:\n  things: 2\n";
    const Words words = small({"compare", "--config=" + folder + "/c.yaml", "--seeds=2", "--jobs=2",
                               "--methods=zoom_transport,uniform,uniform_equal_cost,crop_peak"},
                              out);
    // Killed at some point, and started again.
    const pid_t first = startProgram(command(words), {}, folder + "/first.log");
    for (int i = 0; i < 3000 && !fs::exists(out + "/seed0/uniform_0/checkpoint.pt"); ++i)
        usleep(10000);
    kill(first, SIGKILL);
    EXPECT_EQ(statusOf(first), -SIGKILL);
    const std::string said = run(words);

    const FileStorage results("{\"list\": " + readText(out + "/results.json") + "}",
                              FileStorage::READ | FileStorage::MEMORY | FileStorage::FORMAT_JSON);
    std::map<std::string, std::string> trials;
    std::map<std::string, double> madds;
    int rows = 0;
    for (const FileNode& r : results["list"])
    {
        const std::string method = r["method"].string(), trial = r["trial"].string();
        EXPECT_TRUE(trials.emplace(method, trial).second || trials[method] == trial) << method << ": " << trial;
        madds[method] = double(r["madds"]);
        EXPECT_GT(double(r["ms"]), 0);
        EXPECT_EQ(r["metric"].string(), "accuracy (higher is better)");
        // The row says of the test split what `eval` says of the model that is kept.
        const std::string model = out + cv::format("/seed%d/", int(r["seed"])) + method + "/model.pt";
        const std::string evaluated = run({"eval", "--model=" + model});
        EXPECT_NE(evaluated.find(cv::format("accuracy %.4f, ", double(r["value"]))), std::string::npos)
            << method << ": " << evaluated;
        ASSERT_FALSE(r["hit_rate"].empty()) << method;
        EXPECT_NE(evaluated.find(cv::format("hit rate %.3f, ", double(r["hit_rate"]))), std::string::npos)
            << method << ": " << double(r["hit_rate"]) << ", " << evaluated;
        ++rows;
    }
    EXPECT_EQ(rows, 8);
    EXPECT_EQ(trials["zoom_transport"].find("saliency_rate=0.00"), 0u);
    EXPECT_EQ(trials["uniform"].find("task_rate=0.00"), 0u);
    // At zoom's cost, but not above it.
    EXPECT_LE(madds["uniform_equal_cost"], madds["zoom_transport"]);
    EXPECT_GT(madds["uniform_equal_cost"], 1.1 * madds["uniform"]);
    const std::string table = readText(out + "/table.md");
    for (const char* method : {"zoom_transport", "uniform", "uniform_equal_cost", "crop_peak"})
        EXPECT_NE(table.find(std::string("| ") + method + " |"), std::string::npos) << table;
    EXPECT_NE(table.find("±"), std::string::npos) << table;
    for (const char* name : {"table.png", "curves.png", "samples.png"})
        EXPECT_FALSE(imread(out + "/" + name).empty()) << name;
    // One method has keys of its own.
    EXPECT_NE(run({"inspect", "--model=" + out + "/seed0/zoom_transport/model.pt"}).find("nodes: 9\n"),
              std::string::npos);
    EXPECT_NE(run({"inspect", "--model=" + out + "/seed1/crop_peak/model.pt"}).find("nodes: 31\n"), std::string::npos);
    // So has what all of them start from.
    EXPECT_NE(run({"inspect", "--model=" + out + "/seed0/pretrained/model.pt"}).find("things: 2\n"), std::string::npos);
    EXPECT_EQ(run({"inspect", "--model=" + out + "/seed0/uniform/model.pt"}).find("things: 2\n"), std::string::npos);

    // Nothing is trained again, not even after one row was lost but its training was not.
    EXPECT_EQ(run(words).find("trial"), std::string::npos);
    Words other = words;
    other.push_back("--task-rate=0.01");
    EXPECT_NE(run(other, 1).find("results of another configuration"), std::string::npos);
    other.back() = "--methods=uniform,warp";
    EXPECT_NE(run(other, 1).find("there is no method 'warp'; allowed is zoom, "), std::string::npos);
    other.back() = "--uniformm.sigma=1";
    EXPECT_NE(run(other, 1).find("there is no method 'uniformm'"), std::string::npos);
    for (const char* key : {"--uniform.sigm=1", "--pretraining.sigm=1"})
    {
        other.back() = key;
        EXPECT_NE(run(other, 1).find("is 'sigm'"), std::string::npos) << key;
    }
}

// Even where the second one could begin before it.
TEST_F(ToolTest, compare_tries_with_the_first_seed_alone)
{
    const std::string out = folder + "/out";
    fs::create_directories(out + "/seed0/pretrained");
    // The first seed's pretraining is held up until the second's is done.
    const int held = open((out + "/seed0/pretrained/.lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644);
    ASSERT_GE(held, 0);
    ASSERT_EQ(flock(held, LOCK_EX), 0);
    const std::string log = folder + "/compare.log";
    const pid_t program = startProgram(
        command(small({"compare", "--seeds=2", "--jobs=2", "--steps=4", "--pretrain-steps=2", "--pretrain-size=24",
                       "--methods=uniform", "--trials=task_rate=0.002;task_rate=0.001"},
                      out)),
        {}, log);
    for (int i = 0; i < 12000 && !fs::exists(out + "/seed1/pretrained/seconds"); ++i)
        usleep(10000);
    EXPECT_TRUE(fs::exists(out + "/seed1/pretrained/seconds"));
    EXPECT_FALSE(fs::exists(out + "/seed0/pretrained/seconds")) << "nothing was held up";
    close(held);
    EXPECT_EQ(statusOf(program), 0) << readText(log);
    for (const char* name :
         {"/seed0/uniform_0", "/seed0/uniform_1", "/seed0/uniform/model.pt", "/seed1/uniform/model.pt"})
        EXPECT_TRUE(fs::exists(out + name)) << name;
    EXPECT_FALSE(fs::exists(out + "/seed1/uniform_0"));
}

// Of values: the smaller error is chosen, and the table says so.
TEST_F(ToolTest, compare_of_values_takes_the_smaller_error)
{
    std::ofstream list(folder + "/list.csv");
    list << "image,brightness\n";
    for (int i = 0; i < 60; ++i)
    {
        ASSERT_TRUE(imwrite(folder + cv::format("/p%d.png", i), Mat(32, 32, CV_8UC3, Scalar::all(4 * i))));
        list << cv::format("p%d.png,%g\n", i, i / 30. - 1);
    }
    list.close();
    const std::string out = folder + "/out";
    // A task network that learns nothing, and one that does.
    run({"compare", "--data=csv", "--data-path=" + folder + "/list.csv", "--frame=32", "--zoomed=16", "--low-res=16",
         "--task-width=6", "--saliency-width=6", "--batch=8", "--steps=60", "--validate-every=60", "--pretrain-steps=0",
         "--methods=uniform", "--seeds=1", "--jobs=1", "--optimizer=adam",
         "--trials=task_rate=0.0000001;task_rate=0.01", "--out=" + out});
    const std::string results = readText(out + "/results.json"), table = readText(out + "/table.md");
    EXPECT_NE(results.find("\"mean absolute error (lower is better)\""), std::string::npos) << results;
    EXPECT_NE(results.find("\"task_rate=0.01\""), std::string::npos) << results;
    EXPECT_NE(table.find("| mean absolute error (lower is better) |"), std::string::npos) << table;
    // No value says where it is to be seen.
    EXPECT_EQ(results.find("hit_rate"), std::string::npos) << results;
    EXPECT_NE(table.find(" | - | "), std::string::npos) << table;
}

TEST_F(ToolTest, bad_words_are_errors_that_name_them)
{
    const std::string out = folder + "/run";
    const std::pair<const char*, const char*> bad[] = {
        {"--sigm=0.1", "'sigm'; allowed is"},
        {"--sigma=x", "sigma is 'x'"},
        {"--sigma=nan", "sigma is 'nan'"},
        {"--threads=abc", "threads is 'abc'"},
        {"--resume=false", "resume is 'false'; allowed is 0 or 1"},
        {"--seed=1.5", "seed is '1.5'; allowed is a whole number"},
        {"--steps=2.9", "steps is '2.9'"},
        {"--count=-5", "count is '-5'"},
        {"--task-width=0", "task_width is '0'"},
        {"--frame=16", "frame is 16x16; allowed is 44x44 and more"},
        {"--low-res=0", "low_res is '0'"},
        {"--zoomed=0", "zoomed is '0'"},
        {"--zoomed=24x", "zoomed is '24x'"},
        {"--grid=round", "grid is 'round'; allowed is attraction or separable or transport"},
        {"--method=crop_peak", "--init-part=task.,resampler.saliency."},
        {"--last-layer-factor=2", "last_layer_factor"},
        {"--config=none.yaml", "'none.yaml' cannot be read"},
        {"--data=pictures", "DatasetOptions::name is 'pictures'"},
        {"--task-net=none.pt", "'none.pt' cannot be read"},
        {"--validate-every=0", "validate_every"},
        {"--device=tpu", "device is 'tpu'"},
    };
    for (const auto& one : bad)
    {
        Words words = small({"train", "--steps=1"}, out);
        words.push_back(one.first);
        if (std::string(one.first).find("last-layer") != std::string::npos)
            words.push_back("--method=uniform");
        const std::string said = run(words, 1);
        EXPECT_NE(said.find(one.second), std::string::npos) << one.first << ": " << said;
        EXPECT_FALSE(fs::exists(out + "/model.pt")) << one.first;
    }
    run(small({"train", "--steps=1"}, out));
    const std::string model = "--model=" + out + "/model.pt", to = "--out=" + folder + "/m.yaml";
    EXPECT_NE(run({"export", model, to, "--smothing=1"}, 1).find("'smothing'"), std::string::npos);
    EXPECT_NE(run({"export", model, to, "--smoothing=abc"}, 1).find("smoothing is 'abc'"), std::string::npos);
    EXPECT_NE(run({"export", model}, 1).find("--out is missing"), std::string::npos);
    EXPECT_NE(run({"inspect", model, "--foo=1"}, 1).find("'foo'"), std::string::npos);
    EXPECT_NE(run({"eval", model, "--split=all"}, 1).find("split is 'all'"), std::string::npos);
    EXPECT_NE(run({"eval", "--model=" + folder}, 1).find(folder), std::string::npos);
    EXPECT_FALSE(fs::exists(folder + "/m.yaml"));
    EXPECT_EQ(statusOf(startProgram({ZOOM_TRAIN_TOOL, "trian"}, {}, folder + "/t.log")), 2);
    EXPECT_EQ(statusOf(startProgram({ZOOM_TRAIN_TOOL, "--help"}, {}, folder + "/t.log")), 0);
}

} // namespace
} // namespace opencv_test

#endif
