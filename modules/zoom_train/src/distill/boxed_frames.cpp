// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "opencv2/zoom_train/distill.hpp"

#include "box_target.hpp" // of modules/zoom
#include "opencv2/imgproc.hpp"

#include <algorithm>
#include <cmath>

namespace cv {
namespace zoom_train {
namespace data {

namespace {

void checkRange(const char* name, double value, double low, double high)
{
    if (!(value >= low && value <= high))
        CV_Error(Error::StsOutOfRange, cv::format("%s is %g; allowed is %g to %g", name, value, low, high));
}

const Rect2f WHOLE(0, 0, 1, 1);

// Of a box that the frame's edge cuts, less than this is no example of the thing.
const float LEAST_VISIBLE = 0.4f;

//! The part of a box that the frame shows; empty where that is too little.
Rect2f visiblePart(const Rect2f& box)
{
    const Rect2f part = box & WHOLE;
    return part.area() >= LEAST_VISIBLE * box.area() ? part : Rect2f();
}

//! The smallest of some boxes; empty without any.
Rect2f smallestOf(const std::vector<Rect2f>& boxes)
{
    Rect2f smallest;
    for (const Rect2f& box : boxes)
        if (smallest.empty() || box.area() < smallest.area())
            smallest = box;
    return smallest;
}

//! Where a part of a size lies in a whole. x is drawn first: the order of a call's arguments is the compiler's choice.
Point anywhere(RNG& random, Size part, Size whole)
{
    const int x = random.uniform(0, whole.width - part.width + 1);
    return Point(x, random.uniform(0, whole.height - part.height + 1));
}

//! A part of a photo with the frame's aspect, at its size.
Mat background(RNG& random, const std::vector<Mat>& photos, Size size)
{
    const Mat& photo = photos[size_t(random.uniform(0, int(photos.size())))];
    const double fit = std::min(double(photo.cols) / size.width, double(photo.rows) / size.height);
    const double part = fit * random.uniform(0.5, 1.);
    const Size taken(std::max(1, cvFloor(size.width * part)), std::max(1, cvFloor(size.height * part)));
    const Point at = anywhere(random, taken, photo.size());
    Mat result;
    resize(photo(Rect(at, taken)), result, size, 0, 0, part > 1 ? INTER_AREA : INTER_LINEAR);
    return result;
}

class BoxedFrames : public Dataset
{
public:
    BoxedFrames(std::vector<BoxedFrame> _frames, const BoxedFramesOptions& _options)
        : frames(std::move(_frames)), options(_options)
    {
        options.check();
        CV_Check(int(frames.size()), !frames.empty(), "makeBoxedFrames: there must be at least one frame");
        for (const BoxedFrame& frame : frames)
        {
            CV_CheckTypeEQ(frame.image.type(), CV_8UC3, "makeBoxedFrames: frames must be BGR, 8 bits");
            CV_CheckEQ(frame.image.size(), frames[0].image.size(), "makeBoxedFrames: frames must have one size");
            for (const Rect2f& box : frame.boxes)
                if (!(std::isfinite(box.x) && std::isfinite(box.y) && std::isfinite(box.area())) ||
                    (box & WHOLE).empty())
                    CV_Error(Error::StsOutOfRange,
                             cv::format("makeBoxedFrames: boxes has (%g, %g, %g x %g); allowed are normalised boxes "
                                        "that the frame shows some of",
                                        box.x, box.y, box.width, box.height));
        }
    }

    size_t size() const override { return frames.size(); }
    int channels() const override { return 3; }
    Size frameSize() const override { return frames[0].image.size(); }
    int outputs() const override { return options.map.area(); }
    bool isRegression() const override { return true; }

    Sample get(size_t index, int epoch) const override
    {
        BoxedFrame frame = frames.at(index);
        RNG random(mixSeeds(mixSeeds(options.seed, uint64_t(epoch)), index));
        const bool pastes = random.uniform(0., 1.) < options.composite && !options.photos.empty();
        if (pastes && !frame.boxes.empty())
            frame = pasted(random, frame);
        else if (options.augment > 0 || options.flip)
            frame = placed(random, frame);
        if (options.augment > 0)
            changePixels(random, frame.image);

        Sample sample;
        sample.image = frame.image;
        const Mat target = targetSaliency(frame.boxes, options.map, options.target);
        sample.values.assign(target.ptr<float>(), target.ptr<float>() + target.total());
        sample.target = smallestOf(frame.boxes);
        for (const Rect2f& box : frame.boxes)
            sample.things.push_back({box & WHOLE, 0});
        return sample;
    }

private:
    //! Up to a factor of @p most, as often below 1 as above.
    double factor(RNG& random, double most) const { return std::pow(most, options.augment * random.uniform(-1., 1.)); }

    //! A part of the frame becomes the frame, or the frame a part of a photo; perhaps mirrored.
    BoxedFrame placed(RNG& random, const BoxedFrame& frame) const
    {
        const double scale = factor(random, 2), stretch = factor(random, std::sqrt(1.15));
        const bool mirror = options.flip && random.uniform(0, 2) == 1;
        // out = in*s + t, normalised; what is free or cut off is shared out at random.
        const double sx = scale * stretch, sy = scale / stretch;
        const double tx = random.uniform(0., 1.) * (1 - sx), ty = random.uniform(0., 1.) * (1 - sy);
        const double mx = mirror ? -sx : sx, ox = mirror ? 1 - tx : tx;

        const Size size = frame.image.size();
        // Pixel centres: u*w - 0.5 is the pixel of u.
        const Matx23d pixels(mx, 0, ox * size.width + 0.5 * mx - 0.5, 0, sy, ty * size.height + 0.5 * sy - 0.5);
        BoxedFrame result;
        if (options.photos.empty())
            result.image = Mat(size, CV_8UC3, mean(frame.image));
        else
            result.image = background(random, options.photos, size);
        // Bilinear sampling of a reduced image takes every other pixel at worst: the blur brings in the rest.
        Mat source; // never the frame's own pixels: they are the set's
        if (scale < 0.8)
            GaussianBlur(frame.image, source, Size(), 0.4 / scale);
        else
            source = frame.image;
        warpAffine(source, result.image, pixels, size, INTER_LINEAR, BORDER_TRANSPARENT);
        for (const Rect2f& box : frame.boxes)
        {
            const double left = mirror ? ox + mx * (box.x + box.width) : ox + mx * box.x;
            const Rect2f part =
                visiblePart(Rect2f(float(left), float(ty + sy * box.y), float(sx * box.width), float(sy * box.height)));
            if (!part.empty())
                result.boxes.push_back(part);
        }
        return result;
    }

    //! Things of the frame, with soft edges, somewhere on a photo.
    BoxedFrame pasted(RNG& random, const BoxedFrame& frame) const
    {
        const Size size = frame.image.size();
        BoxedFrame result;
        result.image = background(random, options.photos, size);
        const int count = random.uniform(1, 1 + std::min(4, int(frame.boxes.size())));
        for (int i = 0; i < count; ++i)
        {
            const Rect2f& box = frame.boxes[size_t(random.uniform(0, int(frame.boxes.size())))];
            // A little of what is around it, which the soft edge needs.
            const double margin = 0.1;
            const Rect outer = Rect(Point(cvFloor((box.x - margin * box.width) * size.width),
                                          cvFloor((box.y - margin * box.height) * size.height)),
                                    Point(cvCeil((box.x + (1 + margin) * box.width) * size.width),
                                          cvCeil((box.y + (1 + margin) * box.height) * size.height))) &
                               Rect(Point(), size);
            const double fits = std::min(double(size.width) / outer.width, double(size.height) / outer.height);
            const double scale = std::min(factor(random, 2), fits);
            const Size scaled(std::max(1, cvFloor(outer.width * scale)), std::max(1, cvFloor(outer.height * scale)));
            const Point at = anywhere(random, scaled, size);
            // Where it lies now, to a fraction of a pixel.
            const double sx = double(scaled.width) / outer.width, sy = double(scaled.height) / outer.height;
            const Rect2f now(float((at.x + (box.x * size.width - outer.x) * sx) / size.width),
                             float((at.y + (box.y * size.height - outer.y) * sy) / size.height), float(box.width * sx),
                             float(box.height * sy));
            if (std::any_of(result.boxes.begin(), result.boxes.end(),
                            [&now](const Rect2f& other) { return (other & now).area() > 0; }))
                continue; // no thing hides another
            Mat thing;
            resize(frame.image(outer), thing, scaled, 0, 0, scale < 1 ? INTER_AREA : INTER_LINEAR);
            blend(thing, result.image(Rect(at, scaled)));
            result.boxes.push_back(now & WHOLE);
        }
        return result;
    }

    //! Whole in the middle, fading out over the outer tenth.
    static void blend(const Mat& thing, Mat onto)
    {
        const auto share = [](int i, int n) { return std::min(1., 10. * std::min(i + 0.5, n - i - 0.5) / n); };
        for (int y = 0; y < thing.rows; ++y)
            for (int x = 0; x < thing.cols; ++x)
            {
                const double a = share(x, thing.cols) * share(y, thing.rows);
                Vec3b& to = onto.at<Vec3b>(y, x);
                const Vec3b& from = thing.at<Vec3b>(y, x);
                for (int c = 0; c < 3; ++c)
                    to[c] = saturate_cast<uchar>(a * from[c] + (1 - a) * to[c]);
            }
    }

    //! Contrast, colour, brightness; some are blurred, some noisy.
    void changePixels(RNG& random, Mat& image) const
    {
        const double contrast = factor(random, 1.5), brightness = 40 * options.augment * random.uniform(-1., 1.);
        Scalar gains;
        for (int c = 0; c < 3; ++c)
            gains[c] = contrast * factor(random, 1.15);
        const Scalar centre = mean(image);
        Mat changed;
        image.convertTo(changed, CV_32F);
        changed -= centre;
        multiply(changed, gains, changed);
        changed += centre + Scalar::all(brightness);
        if (random.uniform(0., 1.) < 0.3 * options.augment)
            GaussianBlur(changed, changed, Size(), random.uniform(0.4, 1.5));
        if (random.uniform(0., 1.) < 0.3 * options.augment)
        {
            Mat noise(changed.size(), CV_32FC3);
            random.fill(noise, RNG::NORMAL, 0, random.uniform(1., 8.));
            changed += noise;
        }
        changed.convertTo(image, CV_8U); // placed() or pasted() has made an image of its own
    }

    const std::vector<BoxedFrame> frames;
    BoxedFramesOptions options;
};

} // namespace

void TargetParams::check() const
{
    if (!(bandwidth > 0 && bandwidth <= 100))
        CV_Error(Error::StsOutOfRange, cv::format("bandwidth is %g; allowed is more than 0, up to 100", bandwidth));
    checkRange("smallBoxes", smallBoxes, 0, 2);
}

void BoxedFramesOptions::check() const
{
    target.check();
    CV_Check(map.width, map.width > 1, "BoxedFramesOptions: map must be 2x2 or more");
    CV_Check(map.height, map.height > 1, "BoxedFramesOptions: map must be 2x2 or more");
    checkRange("augment", augment, 0, 1);
    checkRange("composite", composite, 0, 1);
    for (const Mat& photo : photos)
    {
        CV_CheckTypeEQ(photo.type(), CV_8UC3, "BoxedFramesOptions: photos must be BGR, 8 bits");
        CV_Assert(!photo.empty());
    }
}

// What measures a network takes the same defaults as what teaches it.
static_assert(TargetParams{}.bandwidth == zoom::BoxTarget{}.bandwidth, "one default");
static_assert(TargetParams{}.smallBoxes == zoom::BoxTarget{}.smallBoxes, "one default");

Mat targetSaliency(const std::vector<Rect2f>& boxes, Size size, const TargetParams& params)
{
    params.check();
    zoom::BoxTarget target;
    target.bandwidth = params.bandwidth;
    target.smallBoxes = params.smallBoxes;
    return target.map(boxes, size);
}

std::shared_ptr<Dataset> makeBoxedFrames(std::vector<BoxedFrame> frames, const BoxedFramesOptions& options)
{
    return std::make_shared<BoxedFrames>(std::move(frames), options);
}

} // namespace data
} // namespace zoom_train
} // namespace cv
