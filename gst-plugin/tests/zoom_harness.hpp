// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_TEST_HARNESS_HPP
#define GST_ZOOM_TEST_HARNESS_HPP

#include <gst/check/gstharness.h>
#include <gst/video/video.h>
#include <gst/zoom/zoom.h>

#include <gtest/gtest.h>
#include <opencv2/zoom.hpp>

#include <memory>
#include <string>
#include <vector>

namespace gstzoom_test {

struct Unref
{
    void operator()(GstBuffer* b) const { gst_buffer_unref(b); }
    void operator()(GstCaps* c) const { gst_caps_unref(c); }
    void operator()(GstHarness* h) const { gst_harness_teardown(h); }
    void operator()(GstElement* e) const { gst_object_unref(e); }
    void operator()(GstMessage* m) const { gst_message_unref(m); }
    void operator()(GstZoomTransform* t) const { gst_zoom_transform_unref(t); }
};
template <typename T>
using Owned = std::unique_ptr<T, Unref>;

// A picture in memory of its own: what goes in, or what is expected to come out.
struct Picture
{
    std::string format;
    cv::Size size;
    std::vector<cv::Mat> planes;
};

// Grey with noise, with one bright textured patch that is salient and whose place is given from 0 to 1.
Picture makePicture(const std::string& format, cv::Size size, cv::Point2d patch = cv::Point2d(0.7, 0.3));

std::string capsOf(const Picture& picture, const std::string& more = "");

// A buffer with the picture. Rows are padded by the given number of bytes, which a GstVideoMeta tells.
GstBuffer* makeBuffer(const Picture& picture, GstClockTime pts = 0, int row_padding = 0);

// Copies the picture out of a buffer, row by row.
Picture readBuffer(GstBuffer* buffer, GstCaps* caps);

// What cv::zoom, called directly, makes of the picture.
Picture zoomed(const Picture& picture, const cv::zoom::ZoomTransform& transform,
               int chroma_site = cv::zoom::CHROMA_SITE_LEFT, int interpolation = cv::INTER_AREA);

// Largest difference of two pictures' samples; fails the test when they are of different kinds.
double difference(const Picture& a, const Picture& b);

// The buffer's transform as a cv::zoom object made anew from its grid and sizes; fails when there is no meta.
cv::zoom::ZoomTransform transformOf(GstBuffer* buffer);

// The grid of the buffer's transform.
cv::Mat gridOf(GstBuffer* buffer);

// Largest difference of two grids of the same size.
double distance(const cv::Mat& a, const cv::Mat& b);

Owned<GstHarness> harness(const std::string& pipeline);
GstElement* elementOf(GstHarness* h, const char* name); // borrowed

Owned<GstBuffer> pushAndPull(GstHarness* h, GstBuffer* buffer);

Owned<GstCaps> outputCaps(GstHarness* h);

// The buffer's regions of interest, which the buffer keeps.
std::vector<GstVideoRegionOfInterestMeta*> regionsOf(GstBuffer* buffer);

// What an element's statistics say; fails when there is no such field.
double stat(GstElement* zoomsample, const char* field);

// A folder for the files of a test, removed with what is in it.
class TemporaryFolder
{
public:
    TemporaryFolder();
    ~TemporaryFolder();
    // Writes a file and returns its path.
    std::string write(const std::string& name, const std::string& content) const;
    std::string path(const std::string& name) const { return folder + "/" + name; }

private:
    std::string folder;
};

std::string readFile(const std::string& path);

// Domain, code and text of an error or warning message.
struct Report
{
    explicit Report(const Owned<GstMessage>& message);
    bool is(GQuark d, int c) const { return domain == d && code == c; }
    GQuark domain = 0;
    int code = 0;
    std::string text;
};

// Adds a bus to the harness's element and takes messages from it.
class Messages
{
public:
    explicit Messages(GstHarness* h);
    explicit Messages(GstElement* element);
    ~Messages();
    // The next message of the type without waiting, or null.
    Owned<GstMessage> pop(GstMessageType type);

private:
    GstElement* element;
    GstBus* bus;
};

} // namespace gstzoom_test

#endif // GST_ZOOM_TEST_HARNESS_HPP
