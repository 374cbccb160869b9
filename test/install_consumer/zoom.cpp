#include <opencv2/zoom.hpp>

int main()
{
    cv::Mat zoomed, frame(480, 640, CV_8UC3);
    cv::randu(frame, 0, 256);
    cv::Ptr<cv::zoom::SaliencySampler> sampler = cv::zoom::SaliencySampler::create(MODEL, cv::Size(160, 120));
    sampler->apply(frame, zoomed);
    return zoomed.size() == cv::Size(160, 120) && sampler->getTransform().isCertified() ? 0 : 1;
}
